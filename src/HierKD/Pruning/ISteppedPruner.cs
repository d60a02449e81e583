namespace HierKD;

/// <summary>
/// A pruner whose masks lie so far apart that a budget is better searched for along what is behind them than along the ratios it reaches.
/// </summary>
internal interface ISteppedPruner : IPruner
{
    /// <summary>The mask at a place of the scale from 0 to <see cref="LargestStep"/>; it falls along the scale.</summary>
    FilterMask SelectStep(FilterScores scores, double step);

    /// <summary>The place of the smallest mask.</summary>
    double LargestStep(FilterGraph graph);
}
