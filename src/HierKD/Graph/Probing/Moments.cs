using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Mean and deviation of values.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation; of constant values their size, or 1.</param>
internal readonly record struct Moments(double Mean, double Deviation)
{
    /// <summary>More values than this are not looked at one by one: they are of one layer, and alike.</summary>
    private const long Most = 1 << 16;

    public static Moments Of(Tensor values)
    {
        using var scope = NewDisposeScope();
        var flat = values.flatten();
        var some = flat.numel() > Most ? flat.slice(0, 0, flat.numel(), flat.numel() / Most) : flat;
        var exact = some.to(ScalarType.Float64);
        var mean = exact.mean().ToDouble();
        var deviation = (exact - mean).pow(2).mean().sqrt().ToDouble();
        return new(mean, deviation > 1e-6 * Math.Abs(mean) ? deviation : mean == 0 ? 1 : Math.Abs(mean));
    }

    /// <summary>Values in [-1/2, 1/2), which are changed, as values of these moments.</summary>
    public Tensor Spread(Tensor digits, double scale) => digits.mul_(Math.Sqrt(12) * Deviation * scale).add_(Mean);
}
