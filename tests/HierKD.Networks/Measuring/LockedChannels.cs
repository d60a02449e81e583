using System.Text.RegularExpressions;

namespace HierKD.Networks;

/// <summary>Channels that stay for one kind of reason.</summary>
/// <param name="Reason">The reason, without the names of layers.</param>
/// <param name="Channels">How many channels of all layers together.</param>
/// <param name="Layers">Of how many layers.</param>
/// <param name="Example">One of the locks as HierKD tells it.</param>
internal sealed partial record LockedChannels(string Reason, int Channels, int Layers, string Example)
{
    public static IReadOnlyList<LockedChannels> Of(IEnumerable<FilterLock> locks) => locks
        .GroupBy(l => Numbers().Replace(Calls().Replace(Names().Replace(l.Reason, "'…'"), "write ….call(x) in place of ….forward(x)"), "by …"))
        .Select(g => new LockedChannels(g.Key, g.Sum(l => l.Filters), g.Select(l => l.Layer).Distinct().Count(), g.First().ToString()))
        .OrderByDescending(l => l.Channels)
        .ToArray();

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Names();

    [GeneratedRegex(@"write \S+\.call\(x\) in place of \S+\.forward\(x\)")]
    private static partial Regex Calls();

    [GeneratedRegex(@"by [0-9.e+-]+")]
    private static partial Regex Numbers();
}
