namespace HierKD;

/// <summary>A measured pass through a network: forward, or forward and backward where that is said.</summary>
/// <param name="MedianMilliseconds">The median over the rounds.</param>
/// <param name="LowMilliseconds">The lower quartile.</param>
/// <param name="HighMilliseconds">The upper quartile.</param>
/// <param name="BatchSize">The samples in one pass.</param>
public sealed record Latency(double MedianMilliseconds, double LowMilliseconds, double HighMilliseconds, long BatchSize)
{
    /// <summary>Median and quartiles of measured times.</summary>
    /// <param name="milliseconds">The times, in any order; at least one.</param>
    /// <param name="batchSize">The samples in one pass; at least 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="milliseconds"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">There are no times, or one is negative or not a number.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is below 1.</exception>
    public static Latency Of(IReadOnlyCollection<double> milliseconds, long batchSize)
    {
        ArgumentNullException.ThrowIfNull(milliseconds);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (milliseconds.Count == 0 || !milliseconds.All(time => time >= 0))
        {
            throw new ArgumentException("There must be at least one time, and each a number of 0 or more.", nameof(milliseconds));
        }
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
