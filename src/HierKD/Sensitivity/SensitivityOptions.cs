using System.Globalization;

namespace HierKD;

/// <summary>What a <see cref="SensitivityReport"/> is measured with.</summary>
public sealed record SensitivityOptions
{
    /// <summary>The fractions of a group that are removed, one after the other; rising, each in (0, 1).</summary>
    /// <value>0.25, 0.5 and 0.75 by default.</value>
    public IReadOnlyList<double> Ratios { get; init; } = [0.25, 0.5, 0.75];

    /// <summary>Says which filters of a group go first: those with the lowest scores.</summary>
    /// <value><see langword="null"/> by default: <see cref="SessionOptions.Scorer"/>.</value>
    public ISaliencyScorer? Scorer { get; init; }

    /// <summary>
    /// Training batches on which the running statistics of normalisation layers are estimated anew before each measurement, 0 or more. With
    /// 0 a network keeps statistics that are those of the whole one, and every loss looks larger than it has to be.
    /// </summary>
    /// <value>8 by default.</value>
    public int RecalibrationBatches { get; init; } = 8;

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Ratios);
        if (Ratios.Count == 0) throw new ArgumentException("SensitivityOptions.Ratios is empty; give at least one.", nameof(Ratios));
        for (var i = 0; i < Ratios.Count; i++)
        {
            if (Ratios[i] is > 0 and < 1 && (i == 0 || Ratios[i] > Ratios[i - 1])) continue;
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"SensitivityOptions.Ratios has {Ratios[i]} at place {i}; ratios must be in (0, 1) and rise."), nameof(Ratios));
        }
        if (RecalibrationBatches >= 0) return;
        throw new ArgumentOutOfRangeException(
            nameof(RecalibrationBatches), RecalibrationBatches,
            $"SensitivityOptions.RecalibrationBatches is {RecalibrationBatches}; it must be 0 or more.");
    }
}
