using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor batch_norm(
                Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1E-05)
            {
                if (training)
                {
                    RequireSeveralValuesPerChannel(input);
                }

                return Aten.batch_norm.Call(input, weight, bias, running_mean, running_var, training, momentum, eps, true);
            }

            public static Tensor instance_norm(
                Tensor input, Tensor? running_mean = null, Tensor? running_var = null, Tensor? weight = null, Tensor? bias = null, bool use_input_stats = true, double momentum = 0.1, double eps = 1E-05) =>
                Aten.instance_norm.Call(input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, true);

            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1E-05) =>
                Aten.layer_norm.Call(input, normalized_shape, weight, bias, eps);

            public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1E-05) =>
                Aten.group_norm.Call(input, num_groups, weight, bias, eps);

            public static Tensor local_response_norm(Tensor input, long size, double alpha = 0.0001, double beta = 0.75, double k = 1.0)
            {
                using var scope = NewDisposeScope();
                var shape = input.shape;
                var squares = input.mul(input).unsqueeze(1);
                var window = input.ndim == 3
                    ? avg_pool2d(pad(squares, [0L, 0, size / 2, (size - 1) / 2]), [size, 1], [1L]).squeeze(1)
                    : avg_pool3d(pad(squares.view(shape[0], 1, shape[1], shape[2], -1), [0L, 0, 0, 0, size / 2, (size - 1) / 2]), [size, 1, 1], [1L]).squeeze(1).view(shape);
                return input.div(window.mul(alpha).add(k).pow(beta)).MoveToOuterDisposeScope();
            }

            public static Tensor normalize(Tensor input, double p = 2.0, long dim = 1, double eps = 1E-12)
            {
                using var norm = Aten.norm_ScalarOpt_dim.Call(input, (Scalar)p, new[] { dim }, true);
                using var divisor = norm.clamp_min(eps);
                return input.div(divisor);
            }

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? Aten.dropout_.InPlace(input, p, training).alias() : Aten.dropout.Call(input, p, training);

            public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => FeatureDropout(input, p, training, inplace, 2);

            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => FeatureDropout(input, p, training, inplace, 3);

            public static Tensor dropout3d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => FeatureDropout(input, p, training, inplace, 4);

            public static Tensor alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) =>
                inplace ? Aten.alpha_dropout_.InPlace(input, p, training).alias() : Aten.alpha_dropout.Call(input, p, training);

            public static Tensor feature_alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) =>
                inplace ? Aten.feature_alpha_dropout_.InPlace(input, p, training).alias() : Aten.feature_alpha_dropout.Call(input, p, training);

            private static Tensor FeatureDropout(Tensor input, double p, bool training, bool inplace, long unbatched)
            {
                if (input.ndim != unbatched)
                {
                    return inplace ? Aten.feature_dropout_.InPlace(input, p, training).alias() : Aten.feature_dropout.Call(input, p, training);
                }

                using var batch = input.unsqueeze(0);
                using var dropped = inplace ? Aten.feature_dropout_.InPlace(batch, p, training).alias() : Aten.feature_dropout.Call(batch, p, training);
                return dropped.squeeze(0);
            }

            // libtorch's own function checks this, the operator below it does not: one value has no variance.
            private static void RequireSeveralValuesPerChannel(Tensor input)
            {
                var shape = input.shape;
                if (shape.Where((_, axis) => axis != 1).Aggregate(1L, (product, size) => product * size) == 1)
                {
                    throw new System.Runtime.InteropServices.ExternalException(
                        $"Expected more than 1 value per channel when training, got input size [{string.Join(", ", shape)}]");
                }
            }
        }
    }
}
