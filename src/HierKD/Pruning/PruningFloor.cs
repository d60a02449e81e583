namespace HierKD;

/// <summary>The number of filters that a layer keeps whatever its scores: a number and a fraction of its own, whichever is more.</summary>
internal readonly record struct PruningFloor
{
    /// <summary>So much more than a whole number of filters is rounding: 0.07 of 100 is 7.</summary>
    private const double Slack = 1e-9;

    private readonly int _filters;
    private readonly double _fraction;

    public PruningFloor(int minimumFilters, double minimumFraction)
    {
        if (minimumFilters < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(minimumFilters), minimumFilters, $"minimumFilters is {minimumFilters}; a layer needs at least 1.");
        }
        if (minimumFraction is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(minimumFraction), minimumFraction,
                FormattableString.Invariant($"minimumFraction is {minimumFraction}; it must be in [0, 1)."));
        }
        (_filters, _fraction) = (minimumFilters, minimumFraction);
    }

    public int Of(FilterGroup group) => Math.Min(group.Filters, Math.Max(_filters, (int)Math.Ceiling(_fraction * group.Filters - Slack)));

    public double LargestRatio(FilterGraph graph) => 1 - (double)graph.Groups.Sum(Of) / graph.Filters;

    public override string ToString() => FormattableString.Invariant($"minimumFilters: {_filters}, minimumFraction: {_fraction}");
}
