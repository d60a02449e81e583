using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalises each channel of [N, C, D, H, W] over the batch.</summary>
public sealed class BatchNorm3d : BatchNorm
{
    // TorchSharp gives all three the name of the first.
    internal BatchNorm3d(
        long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm1d))
    {
    }

    protected override void ValidateInputDimensions(Tensor input) => ThrowUnlessDimensions(input, 5, 5);
}
