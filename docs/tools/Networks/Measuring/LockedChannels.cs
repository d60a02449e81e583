using System.Text.RegularExpressions;

namespace HierKD.Networks;

/// <summary>Channels that stay for one kind of reason.</summary>
/// <param name="Reason">The reason, without names of layers and amounts.</param>
/// <param name="Channels">How many channels of all layers together.</param>
/// <param name="Layers">Which layers.</param>
/// <param name="Example">The first of the locks, as HierKD tells it.</param>
internal sealed partial record LockedChannels(string Reason, int Channels, IReadOnlyList<string> Layers, string Example)
{
    /// <summary>The reason that every network has: there is nothing to explain about it.</summary>
    public bool IsOutput => Reason == "its outputs are the model's outputs";

    public static IReadOnlyList<LockedChannels> Of(IEnumerable<FilterLock> locks) => locks
        .GroupBy(l => Kind(l.Reason))
        .Select(g => new LockedChannels(g.Key, g.Sum(l => l.Filters), [.. g.Select(l => l.Layer).Distinct()], g.First().ToString()))
        .OrderByDescending(l => l.Channels)
        .ToArray();

    private static string Kind(string reason) => Lists().Replace(
        Amounts().Replace(Calls().Replace(Names().Replace(reason, "'…'"), "write ….call(x) in place of ….forward(x)"), "by …"), "$1");

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Names();

    [GeneratedRegex(@"write \S+\.call\(x\) in place of \S+\.forward\(x\)")]
    private static partial Regex Calls();

    [GeneratedRegex(@"by [0-9.e+-]+")]
    private static partial Regex Amounts();

    [GeneratedRegex(@"('…' \(\w+\))(?:, \1)+")]
    private static partial Regex Lists();
}
