namespace HierKD.Benchmarks.Pairs;

/// <summary>The median seconds of a step on both sides, turn by turn.</summary>
internal sealed record PairedTimes(IReadOnlyList<(double Ours, double Reference)> Pairs)
{
    public double Ours => Quantile(Pairs.Select(p => p.Ours), 0.5);

    public double Reference => Quantile(Pairs.Select(p => p.Reference), 0.5);

    /// <summary>The median over the pairs of ours / (reference * <paramref name="factor"/>), and its quartiles.</summary>
    public Ratio Ratio(double factor = 1)
    {
        var ratios = Pairs.Select(p => p.Ours / (p.Reference * factor)).ToArray();
        return new Ratio(Quantile(ratios, 0.5), Quantile(ratios, 0.25), Quantile(ratios, 0.75));
    }

    /// <summary>Between the two nearest numbers, in proportion.</summary>
    public static double Quantile(IEnumerable<double> numbers, double part)
    {
        var sorted = numbers.Order().ToArray();
        var place = part * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
