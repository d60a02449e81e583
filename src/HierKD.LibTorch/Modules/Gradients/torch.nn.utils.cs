using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Work on all gradients or all parameters of a network at once.</summary>
        public static partial class utils
        {
            /// <summary>Scales the gradients down so that their common norm does not exceed a bound; returns the norm before.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using (no_grad())
                {
                    using var scope = NewDisposeScope();
                    var gradients = tensors.Select(parameter => parameter.grad).OfType<Tensor>().ToList();
                    if (gradients.Count == 0)
                    {
                        return 0;
                    }

                    var total = double.IsPositiveInfinity(norm_type)
                        ? stack(gradients.Select(gradient => gradient.detach().abs().max())).max()
                        : stack(gradients.Select(gradient => gradient.detach().norm((float)norm_type))).norm((float)norm_type);
                    var scale = full_like(total, max_norm).div_(total.add(1e-6)).clamp_(max: 1);
                    foreach (var gradient in gradients)
                    {
                        gradient.mul_(scale);
                    }

                    return total.ToDouble();
                }
            }

            /// <summary>Keeps every element of the gradients within a bound.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using (no_grad())
                {
                    foreach (var parameter in tensors)
                    {
                        using var gradient = parameter.grad;
                        gradient?.clamp_(-clip_value, clip_value);
                    }
                }
            }

            /// <summary>All parameters, flattened and joined.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                var parts = tensors.Select(parameter => parameter.view(-1)).ToList();
                var vector = cat(parts);
                parts.ForEach(part => part.Dispose());
                return vector;
            }

            /// <summary>Copies a vector, as joining the parameters makes it, back into them.</summary>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using (no_grad())
                {
                    var start = 0L;
                    foreach (var parameter in tensors)
                    {
                        var length = parameter.numel();
                        using var part = vec.narrow(0, start, length);
                        using var shaped = part.view_as(parameter);
                        parameter.copy_(shaped);
                        start += length;
                    }
                }
            }
        }
    }
}
