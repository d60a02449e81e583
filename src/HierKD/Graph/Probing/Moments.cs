using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Mean and deviation of values.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation; of constant values their size, or 1.</param>
internal readonly record struct Moments(double Mean, double Deviation)
{
    public static Moments Of(Tensor values)
    {
        using var scope = NewDisposeScope();
        var exact = values.to(ScalarType.Float64);
        var mean = exact.mean().ToDouble();
        var deviation = (exact - mean).pow(2).mean().sqrt().ToDouble();
        return new(mean, deviation > 1e-6 * Math.Abs(mean) ? deviation : mean == 0 ? 1 : Math.Abs(mean));
    }

    /// <summary>Values in [-1/2, 1/2), which are changed, as values of these moments.</summary>
    public Tensor Spread(Tensor digits, double scale) => digits.mul_(Math.Sqrt(12) * Deviation * scale).add_(Mean);
}
