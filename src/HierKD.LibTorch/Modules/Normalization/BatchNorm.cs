using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The base of the batch normalisations.</summary>
public abstract class BatchNorm : NormBase
{
    public BatchNorm(
        long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        var factor = momentum ?? 0;
        if (training && track_running_stats && num_batches_tracked is not null)
        {
            num_batches_tracked.add_(1);
            // Without a momentum the statistics are the plain mean over all batches.
            factor = momentum ?? (1 / num_batches_tracked.ToDouble());
        }

        var usesBatch = training || (running_mean is null && running_var is null);
        var usesRunning = !training || track_running_stats;
        return nn.functional.batch_norm(
            input, usesRunning ? running_mean! : null!, usesRunning ? running_var! : null!, weight, bias, usesBatch, factor, eps);
    }
}
