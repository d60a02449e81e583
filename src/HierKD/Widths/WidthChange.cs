namespace HierKD;

/// <summary>A group that keeps another number of filters than the pruner chose.</summary>
/// <param name="Group">The group's name, as in <see cref="FilterGroup.Name"/>.</param>
/// <param name="Scored">The filters that the pruner kept.</param>
/// <param name="Timed">The filters that it keeps.</param>
public sealed record WidthChange(string Group, int Scored, int Timed)
{
    /// <summary>The group, and both widths.</summary>
    public override string ToString() => $"{MessageText.Whole(Group)} {Scored} -> {Timed}";
}
