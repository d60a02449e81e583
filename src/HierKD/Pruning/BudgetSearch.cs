namespace HierKD;

/// <summary>
/// Finds the largest mask within a budget, by bisection on the ratio that a pruner is asked for; the pruner knows nothing of budgets.
/// </summary>
/// <param name="cost">What a mask costs, relative to the whole model.</param>
/// <param name="tolerance">How far below the budget a mask is good enough, for costs that are dear to know; 0 for the largest mask there
/// is.</param>
internal sealed class BudgetSearch(Func<FilterMask, double> cost, double tolerance = 0)
{
    /// <summary>A budget such as 1 - 0.9 is not the decimal number that was meant; nobody means the difference.</summary>
    private const double Slack = 1e-9;

    /// <summary>Ratios closer than this are one.</summary>
    private readonly double _resolution = Math.Max(tolerance, 1e-7);

    /// <summary>Whether a mask costs no more than the budget.</summary>
    public bool Fits(FilterMask mask, double budget) => cost(mask) <= budget * (1 + Slack);

    /// <summary>
    /// The mask with the most filters among those seen that fit, the more costly one of equals; if the smallest does not fit, the smallest.
    /// </summary>
    public FilterMask Largest(IPruner pruner, FilterScores scores, double budget)
    {
        var stepped = pruner as ISteppedPruner;
        FilterMask Select(double at) =>
            SmallestMask.Require(pruner, scores.Graph, stepped is null ? pruner.Select(scores, at) : stepped.SelectStep(scores, at));

        var largest = stepped?.LargestStep(scores.Graph) ?? pruner.LargestRatio(scores.Graph);
        var best = Select(largest);
        if (!Fits(best, budget)) return best;
        // A pruner that is not monotone may answer a smaller ratio with a smaller mask; what was seen to fit is not given up for it.
        var (above, below) = ((Ratio: 0.0, Mask: scores.Allowed), (Ratio: largest, Mask: best));
        for (var step = 0; below.Ratio - above.Ratio > _resolution
            && above.Mask.Kept - below.Mask.Kept != 1
            && cost(best) < budget - tolerance; step++)
        {
            var ratio = above.Ratio
                + (below.Ratio - above.Ratio) * (step % 2 == 0 ? Guess(cost(above.Mask), cost(below.Mask), budget) : 0.5);
            var mask = Select(ratio);
            if (Fits(mask, budget)) below = (ratio, mask);
            else above = (ratio, mask);
            if (Fits(mask, budget) && IsLarger(mask, best)) best = mask;
        }
        return best;
    }

    /// <summary>
    /// How far the ratio that meets the budget lies from the one above it: the middle or, where fewer steps count for more than certainty,
    /// by proportion.
    /// </summary>
    private double Guess(double above, double below, double budget) =>
        tolerance > 0 && above > below ? Math.Clamp((above - budget + tolerance / 2) / (above - below), 0.1, 0.9) : 0.5;

    private bool IsLarger(FilterMask mask, FilterMask than) =>
        mask.Kept > than.Kept || (mask.Kept == than.Kept && cost(mask) > cost(than));
}
