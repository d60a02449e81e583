using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>How far two forms of a model may differ by rounding.</summary>
/// <param name="Single">The largest difference of one value, relative to the largest value.</param>
/// <param name="Overall">
/// The mean difference, relative to the mean value. In half precision a value may be rounded the other way, which is as large as a small
/// coupling; but that happens to few values, while a coupling changes most of them.
/// </param>
internal readonly record struct TrialTolerance(double Single, double Overall = double.PositiveInfinity)
{
    /// <summary>Rounding of a type through a whole model; on GPUs convolutions may round to ten bits.</summary>
    public static TrialTolerance Through(ScalarType type) => new(type switch
    {
        ScalarType.Float64 => 1e-9,
        ScalarType.Float32 => 1e-3,
        _ => 5e-2,
    });

    /// <summary>
    /// Rounding where layers compute in float64 and hand on a type: only what lies between them is rounded, and alike in both forms but for
    /// the order of sums.
    /// </summary>
    public static TrialTolerance Between(ScalarType type, bool onCpu) => type == ScalarType.Float32 && onCpu ? new(3e-6) : Through(type);

    /// <summary>The same from one layer to the next, where no rounding is handed on further.</summary>
    public static TrialTolerance OneStep(ScalarType type, bool onCpu) =>
        type == ScalarType.Float64 || type == ScalarType.Float32 && onCpu ? Between(type, onCpu) : Through(type) with { Overall = 1e-3 };
}
