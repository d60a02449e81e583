using System.Globalization;
using System.Text;
using HierKD.Benchmarks.Report;

namespace HierKD.Benchmarks.Profiles;

/// <summary>The profiles as a page.</summary>
internal static class ProfilePage
{
    private static readonly (string Part, string What)[] Parts =
    [
        (nameof(StepPart.Forward), "levels forward"),
        (nameof(StepPart.Backward), "levels backward"),
        (nameof(StepPart.Teachers), "the original's answer"),
        (nameof(StepPart.Losses), "losses"),
        (nameof(StepPart.Weights), "weights gathered into the model, and the user's own back"),
        (nameof(StepPart.Gradients), "gradients added to those of the shared weights"),
        (nameof(StepPart.Scores), "filters scored"),
        (nameof(StepPart.Checks), "gradients and statistics checked to be finite"),
    ];

    public static string Of(IReadOnlyList<ProfileRow> rows, string file)
    {
        var text = new StringBuilder($"""
            # Where the time of a joint step goes

            Written by `dotnet run --project tests/HierKD.Benchmarks -c Release -- profile` from [{file}]({file}): a joint step of four
            levels (keep 1, .75, .5, .25 of the filters, taught), with momentum, on one thread, averages over the steps.

            """.ReplaceLineEndings("\n"));
        foreach (var machine in rows.GroupBy(r => r.From))
        {
            text.Append('\n').Append(Table([.. machine]));
            text.Append(MadeWith.Line(machine.Key));
        }
        return text.ToString();
    }

    /// <summary>A column for each network.</summary>
    public static string Table(IReadOnlyList<ProfileRow> rows)
    {
        var text = new StringBuilder($"| part | {string.Join(" | ", rows.Select(r => r.Network))} |\n");
        text.Append($"|---|{string.Concat(rows.Select(_ => "---:|"))}\n");
        foreach (var (part, what) in Parts) Line(what, row => row.Parts.GetValueOrDefault(part));
        Line("optimizer", row => row.Optimizer);
        Line("everything else", row => row.Step - row.Optimizer - row.Parts.Values.Sum());
        text.Append($"| step | {string.Join(" | ", rows.Select(r => Milliseconds(r.Step)))} |\n");
        return text.ToString();

        void Line(string what, Func<ProfileRow, double> of) => text.Append(
            $"| {what} | {string.Join(" | ", rows.Select(r => $"{Milliseconds(of(r))} ({Percent(of(r) / r.Step)})"))} |\n");
    }

    private static string Milliseconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.0} ms");

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");
}
