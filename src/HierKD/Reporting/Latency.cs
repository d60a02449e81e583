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
        return new Latency(sorted[sorted.Length / 2], sorted[sorted.Length / 4], sorted[sorted.Length * 3 / 4], batchSize);
    }
}
