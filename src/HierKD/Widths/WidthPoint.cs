namespace HierKD;

/// <summary>A layer at some width of the groups that it belongs to.</summary>
/// <param name="kept">Channels that it may keep then; only how many counts.</param>
/// <param name="cost">What it costs.</param>
internal sealed class WidthPoint(LayerSelection kept, LayerCost cost)
{
    public LayerSelection Kept => kept;

    public LayerCost Cost => cost;

    /// <summary>What all of its calls take, in milliseconds, once they have been timed.</summary>
    public double? Time { get; set; }

    /// <summary>The values that all of its calls make, once they have been counted.</summary>
    public long? Values { get; set; }
}
