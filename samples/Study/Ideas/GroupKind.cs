using HierKD;

namespace Study.Ideas;

/// <summary>Which groups of filters are of like shape: the roles of their members, and how many channels a filter has in each.</summary>
internal static class GroupKind
{
    public static string Of(FilterGroup group) => string.Join(
        ';', group.Members.Select(m => FormattableString.Invariant($"{m.Role} {m.Side} {m.ChannelsPerFilter}")).Distinct().Order());
}
