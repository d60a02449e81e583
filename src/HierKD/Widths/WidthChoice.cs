namespace HierKD;

/// <summary>What <see cref="TimedWidths"/> brought for one level, measured on this device.</summary>
/// <param name="Level">The level's name.</param>
/// <param name="IsTaken">Whether the level has these widths; if not, they were not faster beyond the spread, and it has the
/// pruner's.</param>
/// <param name="Changes">The groups that would keep another number of filters, in the order of the forward pass.</param>
/// <param name="Scored">A forward pass with the pruner's widths; measured in turns with <paramref name="Timed"/>.</param>
/// <param name="Timed">The same with the widths that were found.</param>
/// <param name="Whole">The same of the whole model.</param>
/// <param name="ScoredMultiplyAdds">The multiply-adds for one sample with the pruner's widths.</param>
/// <param name="TimedMultiplyAdds">The same with the widths that were found.</param>
/// <param name="ScoredFilters">The removable filters that are on with the pruner's widths.</param>
/// <param name="TimedFilters">The same with the widths that were found.</param>
/// <param name="LayersTimed">How many layers and widths were timed.</param>
/// <param name="Seconds">How long that took.</param>
public sealed record WidthChoice(
    string Level, bool IsTaken, IReadOnlyList<WidthChange> Changes, Latency Scored, Latency Timed, Latency Whole, long ScoredMultiplyAdds,
    long TimedMultiplyAdds, int ScoredFilters, int TimedFilters, int LayersTimed, double Seconds)
{
    /// <summary>What was found, in two sentences.</summary>
    public override string ToString() => WidthText.Of(this);

    /// <summary>Whether nothing is missing, as it may be in a file.</summary>
    internal bool IsWhole => Level is not null && Changes is not null && Changes.All(c => c?.Group is not null)
        && Scored is not null && Timed is not null && Whole is not null;
}
