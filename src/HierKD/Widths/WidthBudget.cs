namespace HierKD;

/// <summary>What widths may cost, and what they are worth.</summary>
internal sealed class WidthBudget
{
    /// <summary>Sums of the same numbers in another order.</summary>
    private const double Slack = 1e-9;

    private readonly Func<LayerCost, double>? _measure;
    private readonly WidthTimes _times;
    private readonly double[][] _scores;

    /// <param name="times">The layers.</param>
    /// <param name="measure">What the budget is a budget of.</param>
    /// <param name="chosen">The pruner's widths.</param>
    /// <param name="spare">What may be spent beyond what the pruner's widths cost.</param>
    /// <param name="scores">For each group and width, the scores of the filters that would be on.</param>
    /// <param name="tolerance">The fraction that may be given up, of what the pruner's widths cost and of what they are worth.</param>
    public WidthBudget(WidthTimes times, Measure measure, int[] chosen, double spare, double[][] scores, double tolerance)
    {
        (_times, _scores) = (times, scores);
        _measure = measure switch
        {
            Measure.Parameters => cost => cost.Parameters,
            Measure.MultiplyAdds => cost => cost.MultiplyAdds,
            _ => null,
        };
        Unit = Math.Max(Of(chosen), double.Epsilon);
        Most = measure == Measure.Latency ? double.PositiveInfinity : (Of(chosen) + spare) * (1 + Slack);
        Least = measure == Measure.Latency ? 0 : Of(chosen) * (1 - tolerance) * (1 - Slack);
        Score = chosen.Select((w, g) => scores[g][w]).Sum();
        LeastScore = Score - (tolerance * Math.Abs(Score)) - (Slack * Math.Abs(Score));
    }

    /// <summary>What the pruner's widths cost.</summary>
    public double Unit { get; }

    /// <summary>What the pruner's widths are worth.</summary>
    public double Score { get; }

    /// <summary>What widths cost at least.</summary>
    public double Least { get; }

    /// <summary>What widths cost at most.</summary>
    public double Most { get; }

    /// <summary>What widths are worth at least.</summary>
    public double LeastScore { get; }

    /// <summary>What widths cost.</summary>
    public double Of(int[] widths) => _measure is null ? widths.Sum() : _times.Cost(widths, _measure);

    /// <summary>The part of it that depends on a group.</summary>
    public double Of(int[] widths, int group) => _measure is null ? widths[group] : _times.Cost(widths, group, _measure);

    /// <summary>What a group is worth.</summary>
    public double ScoreOf(int group, int width) => _scores[group][width];

    /// <summary>What widths are worth.</summary>
    public double ScoreOf(int[] widths) => widths.Select((w, g) => _scores[g][w]).Sum();

    /// <summary>Whether widths cost no more than they may, and not so little that it is another model.</summary>
    public bool Fits(double cost, double slack = 0) => cost <= Most + slack && cost >= Least - slack;

    /// <summary>Whether widths are worth enough.</summary>
    public bool IsWorth(double score) => score >= LeastScore;
}
