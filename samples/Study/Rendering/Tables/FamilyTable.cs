using Study.Rendering.Results;
using HierKD.Samples;

namespace Study.Rendering.Tables;

/// <summary>Every level of the arms that have more than one.</summary>
internal static class FamilyTable
{
    /// <summary>The table; null if no arm with several levels is finished.</summary>
    public static string? Of(Setting setting)
    {
        var arms = setting.Arms.Where(a => a.Levels.Count > 1).ToArray();
        return arms.Length == 0 ? null : MarkdownTable.Of(
            ["arm", "level", ">test, %", ">- original", "seeds", ">filters kept", ">MACs kept", ">params", ">cosine", ">signs"],
            arms.SelectMany(arm => arm.Levels.Select((level, i) => new[]
            {
                i == 0 ? $"`{arm.Arm}`" : "", level,
                Number.Plain(Measured(arm.OfLevel(level, (_, l) => 100 * l.Test))),
                Number.Signed(Measured(arm.OfLevel(level, (r, l) => 100 * (l.Test - r.OriginalTest)))),
                i == 0 ? ArmTable.Seeds(arm) : "",
                Number.Percent(Measured(arm.OfLevel(level, (_, l) => l.Filters))),
                Number.Percent(Measured(arm.OfLevel(level, (_, l) => l.KeptMultiplyAdds))),
                Number.Amount(Measured(arm.OfLevel(level, (_, l) => l.Parameters))),
                Agreement(arm.OfLevel(level, (_, l) => l.Agreement?.Cosine)),
                Agreement(arm.OfLevel(level, (_, l) => l.Agreement?.SignAgreement)),
            })));
    }

    private static Spread Measured(Spread? spread) => spread!;

    private static string Agreement(Spread? spread) => spread is null ? "" : Number.Plain(spread);
}
