namespace HierKD;

/// <summary>Makes the scores of a layer comparable with those of others.</summary>
internal static class LayerScale
{
    /// <summary>The normalised scores of all of the layer's filters.</summary>
    /// <param name="scores">The scores of the layer's filters.</param>
    /// <param name="allowed">The filters that may be on. Others hold scores of another time; they have no say in their layer's
    /// scale.</param>
    /// <param name="normalization">How.</param>
    public static double[] Normalize(IReadOnlyList<float> scores, IReadOnlyList<bool> allowed, ScoreNormalization normalization)
    {
        var live = scores.Where((_, f) => allowed[f]).Select(s => (double)s).ToArray();
        if (live.Length == 0) return [.. scores.Select(s => (double)s)];
        return normalization switch
        {
            ScoreNormalization.Mean => Divided(scores, live.Average(Math.Abs)),
            ScoreNormalization.L2 => Divided(scores, Math.Sqrt(live.Sum(s => s * s))),
            ScoreNormalization.Max => Divided(scores, live.Max(Math.Abs)),
            ScoreNormalization.Standardized => Standardized(scores, live),
            ScoreNormalization.Rank => Ranks(scores, live),
            _ => Divided(scores, 1),
        };
    }

    private static double[] Divided(IReadOnlyList<float> scores, double scale) => [.. scores.Select(s => scale > 0 ? s / scale : s)];

    private static double[] Standardized(IReadOnlyList<float> scores, double[] live)
    {
        var mean = live.Average();
        var deviation = Math.Sqrt(live.Average(s => (s - mean) * (s - mean)));
        return [.. scores.Select(s => deviation > 0 ? (s - mean) / deviation : 0)];
    }

    private static double[] Ranks(IReadOnlyList<float> scores, double[] live)
    {
        Array.Sort(live);
        return [.. scores.Select(s => (Below(live, s) + BelowOrEqual(live, s) + 1) / 2.0 / live.Length)];
    }

    private static int Below(double[] sorted, double score) => Boundary(sorted, x => x < score);

    private static int BelowOrEqual(double[] sorted, double score) => Boundary(sorted, x => x <= score);

    /// <summary>How many of the first elements satisfy a condition that no element after them does.</summary>
    private static int Boundary(double[] sorted, Func<double, bool> holds)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (holds(sorted[middle])) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
