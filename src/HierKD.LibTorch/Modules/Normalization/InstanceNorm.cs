using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The base of the instance normalisations.</summary>
public abstract class InstanceNorm : NormBase
{
    public InstanceNorm(
        long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
        : base(num_features, eps, momentum ?? 0.1, affine, track_running_stats, device, dtype, name)
    {
    }

    /// <summary>The number of dimensions from the channels on.</summary>
    protected abstract long GetNumberOfBatchDimensions();

    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        var channelDimension = (int)(input.ndim - GetNumberOfBatchDimensions());
        if (input.size(channelDimension) != num_features)
        {
            throw new ArgumentException($"The input has {input.size(channelDimension)} channels; it needs {num_features}.");
        }

        if (channelDimension > 0)
        {
            return Normalize(input);
        }

        using var batch = input.unsqueeze(0);
        using var normalized = Normalize(batch);
        return normalized.squeeze(0);
    }

    private Tensor Normalize(Tensor batch) => nn.functional.instance_norm(
        batch, running_mean, running_var, weight, bias, training || !track_running_stats, momentum ?? 0.1, eps);
}
