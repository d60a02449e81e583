using HierKD.Networks;
using HierKD.OnnxSurvey.Catalog;
using HierKD.OnnxSurvey.Report;
using HierKD.Samples;
using Spectre.Console;

namespace HierKD.OnnxSurvey.Export;

/// <summary>Networks one after the other, each in a process of its own; what is found is kept after each.</summary>
internal static class ExportSurvey
{
    /// <returns>0, or 1 if anything is wrong about a network; a refusal is not.</returns>
    public static int Run(ExportSettings settings)
    {
        var rows = OnnxCatalog.All
            .Where(n => settings.Only.Count == 0 || settings.Only.Contains(n.Name))
            .Select(n => Measure(n, settings)).ToArray();
        AnsiConsole.Write(TextTable.Of(ExportSection.Titles, rows.Select(r => ExportSection.Cells(r).Select(Markup.Escape).ToArray())));
        AnsiConsole.WriteLine($"Written to {settings.Results} and {OnnxResults.PageOf(settings.Results)}.");
        var wrong = rows.Where(r => r.Mistakes.Count > 0).ToArray();
        foreach (var row in wrong)
        {
            foreach (var mistake in row.Mistakes) Console.Error.WriteLine($"{row.Network}: {mistake}");
        }
        AnsiConsole.WriteLine(
            $"Networks: {rows.Length}, refused: {rows.Count(r => r.Refused is not null)}, with a mistake: {wrong.Length}.");
        return wrong.Length == 0 ? 0 : 1;
    }

    private static ExportRow Measure(OnnxCase network, ExportSettings settings)
    {
        var row = ExportProcess.Run(network, settings.Seed) with
        {
            Origin = Origin.Of($"export --only \"{network.Name}\"", settings.Seed),
        };
        var results = OnnxResults.Load(settings.Results);
        results.Add(row);
        results.Save(settings.Results);
        AnsiConsole.WriteLine($"{row.Network}: {InWords(row)}");
        return row;
    }

    private static string InWords(ExportRow row) =>
        row.Mistakes.Count > 0 ? row.Mistakes[0]
        : row.Refused is { } refusal ? $"refused, {refusal.FirstSentence}"
        : $"{NumberText.Seconds(row.SecondsFirst)} s, differs by {Numbers.Difference(row.Difference)}";
}
