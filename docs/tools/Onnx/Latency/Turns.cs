using System.Diagnostics;
using HierKD.Benchmarks.Pairs;

namespace HierKD.OnnxSurvey.Latency;

/// <summary>Times things in turn, round by round, so that what disturbs the machine disturbs all of them.</summary>
internal static class Turns
{
    // The first runs allocate, and choose algorithms.
    private const int WarmUp = 2;

    /// <summary>The median milliseconds of a run in each round, for each thing.</summary>
    public static double[][] Of(IReadOnlyList<Action> things, int rounds, double seconds)
    {
        foreach (var thing in things)
        {
            for (var i = 0; i < WarmUp; i++) thing();
        }
        var times = things.Select(_ => new double[rounds]).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            // Another one is the first in each round: what one leaves in the caches is the next one's to bear.
            for (var i = 0; i < things.Count; i++)
            {
                var place = (i + round) % things.Count;
                times[place][round] = Median(things[place], seconds);
            }
        }
        return times;
    }

    private static double Median(Action thing, double seconds)
    {
        var runs = new List<double>();
        var turn = Stopwatch.StartNew();
        do
        {
            var start = Stopwatch.GetTimestamp();
            thing();
            runs.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        while (turn.Elapsed.TotalSeconds < seconds);
        return PairedTimes.Quantile(runs, 0.5);
    }
}
