using Study.Rendering.Results;
using HierKD.Samples;

namespace Study.Rendering.Tables;

/// <summary>The students of every arm of a setting.</summary>
internal static class ArmTable
{
    private const string NotRun = "not run";

    /// <summary>All that is known.</summary>
    public static string Whole(Setting setting) => MarkdownTable.Of(
        [
            "arm", "what it is", ">student, %", ">- original", ">- default", "seeds", ">filters kept", ">MACs kept", ">params",
            ">budget spent", ">seconds"
        ],
        setting.Arms.Select(arm => Row(arm, a =>
        [
            Number.Plain(a.Test), Number.Signed(a.Change), AgainstDefault(a), Seeds(a),
            Number.Percent(a.Of(r => ArmResults.Student(r).Filters)), Number.Percent(a.Of(r => ArmResults.Student(r).KeptMultiplyAdds)),
            Number.Amount(a.Of(r => ArmResults.Student(r).Parameters)), Number.Text($"{100 * a.Of(r => r.Spent / r.Budget).Mean:0} %"),
            Number.Text($"{a.Of(r => r.Seconds).Mean:0}"),
        ], seedsAt: 3, columns: 9)));

    /// <summary>What the comparison is about.</summary>
    public static string Short(Setting setting) => MarkdownTable.Of(
        ["arm", "what it is", ">- original", ">- default", "seeds", ">filters kept", ">MACs kept"],
        setting.Arms.Select(arm => Row(arm, a =>
        [
            Number.Signed(a.Change), AgainstDefault(a), Seeds(a), Number.Percent(a.Of(r => ArmResults.Student(r).Filters)),
            Number.Percent(a.Of(r => ArmResults.Student(r).KeptMultiplyAdds)),
        ], seedsAt: 2, columns: 5)));

    /// <summary>The cells that are missing of arms of which others are there.</summary>
    public static string Missing(Setting setting)
    {
        var missing = setting.Arms
            .Where(a => a.HasResults && a.Missing.Any())
            .Select(a => $"`{a.Arm}` seed {string.Join(", ", a.Missing)}")
            .ToArray();
        return missing.Length == 0 ? "" : $"Not run: {string.Join("; ", missing)}.\n";
    }

    /// <summary>How many of the seeds are there, and what the spread is worth.</summary>
    public static string Seeds(ArmResults arm)
    {
        var count = arm.Missing.Any() ? $"{arm.Finished.Count} of {arm.Seeds.Count}" : $"{arm.Finished.Count}";
        return arm.Finished.Count switch
        {
            1 => $"{count}, no spread",
            < Spread.FewestForDeviation => $"{count}, spread of {arm.Finished.Count} only",
            _ => count,
        };
    }

    /// <summary>Bold where it is more than the seeds make.</summary>
    private static string AgainstDefault(ArmResults arm) => arm switch
    {
        { Arm: ArmResults.Reference } => "",
        { AgainstDefault: { IsClearlyNotZero: true } clear } => $"**{Number.Signed(clear)}**",
        { AgainstDefault: { } difference } when difference.Count < arm.Finished.Count =>
            $"{Number.Signed(difference)} ({difference.Count} of the seeds)",
        { AgainstDefault: { } difference } => Number.Signed(difference),
        _ => NotRun,
    };

    private static string[] Row(ArmResults arm, Func<ArmResults, string[]> cells, int seedsAt, int columns) =>
        [$"`{arm.Arm}`", arm.Says, .. arm.HasResults
            ? cells(arm)
            : Enumerable.Range(0, columns).Select(i => i == seedsAt ? $"0 of {arm.Seeds.Count}" : i == 0 ? NotRun : "")];
}
