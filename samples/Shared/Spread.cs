namespace HierKD.Samples;

/// <summary>Mean and standard deviation of some numbers.</summary>
/// <param name="Count">How many they are.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation as a sample, divided by one less than their number; null of a single one.</param>
internal sealed record Spread(int Count, double Mean, double? Deviation)
{
    /// <summary>From so many numbers on a deviation says something.</summary>
    public const int FewestForDeviation = 3;

    /// <summary>
    /// What Student's distribution leaves 2.5 % beyond, for 1, 2, ... degrees of freedom; the last one for more as well, which errs on the
    /// careful side.
    /// </summary>
    private static readonly double[] StudentT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];

    public static Spread Of(IEnumerable<double> numbers)
    {
        var all = numbers.ToArray();
        if (all.Length == 0) throw new ArgumentException("There are no numbers, and so no mean of them.", nameof(numbers));
        var mean = all.Average();
        return new Spread(all.Length, mean, all.Length < 2 ? null : Math.Sqrt(all.Sum(n => (n - mean) * (n - mean)) / (all.Length - 1)));
    }

    /// <summary>The first ones less the second ones, over the seeds that both have; null if there is none.</summary>
    public static Spread? OfDifference(IReadOnlyDictionary<int, double> first, IReadOnlyDictionary<int, double> second)
    {
        var differences = first.Where(f => second.ContainsKey(f.Key)).Select(f => f.Value - second[f.Key]).ToArray();
        return differences.Length == 0 ? null : Of(differences);
    }

    /// <summary>Whether 0 lies outside the 95 % interval of the mean (Student's distribution), of three numbers at least.</summary>
    public bool IsClearlyNotZero => Count >= FewestForDeviation
        && Math.Abs(Mean) > StudentT[Math.Min(Count - 1, StudentT.Length) - 1] * Deviation!.Value / Math.Sqrt(Count);
}
