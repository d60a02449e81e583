namespace HierKD.Benchmarks.Pairs;

/// <summary>Measures two processes in turn, round by round, so that what disturbs the machine disturbs both.</summary>
/// <param name="Rounds">How often each has its turn.</param>
/// <param name="SecondsPerRound">About how long a turn takes; a step at least.</param>
internal sealed record Pairing(int Rounds, double SecondsPerRound)
{
    /// <summary>Steps before anything counts: the first ones allocate, and choose algorithms.</summary>
    private const int WarmUp = 3;

    public PairedTimes Run(WorkProcess ours, WorkProcess reference)
    {
        var (steps, referenceSteps) = (StepsOf(ours), StepsOf(reference));
        var pairs = new (double Ours, double Reference)[Rounds];
        for (var i = 0; i < Rounds; i++)
        {
            // Neither is always the first: what one leaves in the caches is the other's to bear.
            if (i % 2 == 0)
            {
                var first = Median(ours.Round(steps));
                pairs[i] = (first, Median(reference.Round(referenceSteps)));
            }
            else
            {
                var first = Median(reference.Round(referenceSteps));
                pairs[i] = (Median(ours.Round(steps)), first);
            }
        }
        return new PairedTimes(pairs);
    }

    private int StepsOf(WorkProcess process)
    {
        var seconds = process.Round(WarmUp)[^1];
        return Math.Max(1, (int)Math.Round(SecondsPerRound / seconds));
    }

    private static double Median(IEnumerable<double> numbers) => PairedTimes.Quantile(numbers, 0.5);
}
