namespace HierKD;

/// <summary>Finds the largest mask within a budget, by bisection on the ratio that a pruner is asked for; the pruner knows nothing of budgets.</summary>
/// <param name="cost">What a mask costs, relative to the whole model.</param>
/// <param name="resolution">The difference of two ratios below which the search ends.</param>
internal sealed class BudgetSearch(Func<FilterMask, double> cost, double resolution = 1e-7)
{
    /// <summary>A budget such as 1 - 0.9 is not the decimal number that was meant; nobody means the difference.</summary>
    private const double Slack = 1e-9;

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

        var (tooLarge, fits) = (0.0, stepped?.LargestStep(scores.Graph) ?? pruner.LargestRatio(scores.Graph));
        var best = Select(fits);
        if (!Fits(best, budget)) return best;
        // A pruner that is not monotone may answer a smaller ratio with a smaller mask; what was seen to fit is not given up for it.
        for (var (above, below) = (int.MaxValue, best.Kept); fits - tooLarge > resolution && above - below > 1;)
        {
            var middle = (tooLarge + fits) / 2;
            var mask = Select(middle);
            if (!Fits(mask, budget))
            {
                (tooLarge, above) = (middle, mask.Kept);
                continue;
            }
            (fits, below) = (middle, mask.Kept);
            if (IsLarger(mask, best)) best = mask;
        }
        return best;
    }

    private bool IsLarger(FilterMask mask, FilterMask than) =>
        mask.Kept > than.Kept || (mask.Kept == than.Kept && cost(mask) > cost(than));
}
