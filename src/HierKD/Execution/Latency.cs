namespace HierKD;

/// <summary>A measured forward pass.</summary>
/// <param name="MedianMilliseconds">The median over the rounds.</param>
/// <param name="LowMilliseconds">The lower quartile.</param>
/// <param name="HighMilliseconds">The upper quartile.</param>
/// <param name="BatchSize">The samples in one pass.</param>
public sealed record Latency(double MedianMilliseconds, double LowMilliseconds, double HighMilliseconds, long BatchSize)
{
    internal static Latency Of(IReadOnlyCollection<double> milliseconds, long batchSize)
    {
        var sorted = milliseconds.Order().ToArray();
        return new Latency(Quantile(sorted, 0.5), Quantile(sorted, 0.25), Quantile(sorted, 0.75), batchSize);
    }

    /// <summary>Between the two nearest times, in proportion.</summary>
    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }
}
