using HierKD.Benchmarks.Pairs;

namespace HierKD.OnnxSurvey.Latency;

/// <summary>The median of numbers, one of each round, and their quartiles.</summary>
/// <param name="Median">The median.</param>
/// <param name="Lower">The lower quartile.</param>
/// <param name="Upper">The upper quartile.</param>
internal sealed record Quartiles(double Median, double Lower, double Upper)
{
    public static Quartiles Of(IEnumerable<double> numbers)
    {
        var all = numbers.ToArray();
        return new(Part(all, 0.5), Part(all, 0.25), Part(all, 0.75));
    }

    private static double Part(double[] numbers, double part) => Math.Round(PairedTimes.Quantile(numbers, part), 4);
}
