using HierKD.OnnxSurvey.Report;
using HierKD.Samples;
using Spectre.Console;

namespace HierKD.OnnxSurvey.Latency;

/// <summary>Networks one after the other; what is measured is kept after each.</summary>
internal static class LatencySurvey
{
    /// <returns>0, or 1 if a file gives something else than its network.</returns>
    public static int Run(LatencySettings settings)
    {
        settings.RequireOwnResults();
        set_num_threads(1);
        var rows = LatencyCatalog.All
            .Where(n => settings.Only.Count == 0 || settings.Only.Contains(n.Name))
            .Select(n => Measure(n, settings)).ToArray();
        AnsiConsole.Write(TextTable.Of(
            LatencySection.Titles, rows.SelectMany(LatencySection.Lines).Select(cells => cells.Select(Markup.Escape).ToArray())));
        AnsiConsole.WriteLine($"Written to {settings.Results} and {OnnxResults.PageOf(settings.Results)}.");
        foreach (var row in rows)
        {
            foreach (var mistake in row.Mistakes) Console.Error.WriteLine($"{row.Network}: {mistake}");
        }
        return rows.All(r => r.Mistakes.Count == 0) ? 0 : 1;
    }

    private static LatencyRow Measure(LatencyCase timed, LatencySettings settings)
    {
        var row = LatencyMeasurement.Of(timed, settings);
        // The next network may be a large one: what only finalizers would release goes now.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var results = OnnxResults.Load(settings.Results);
        results.Add(row);
        results.Save(settings.Results);
        AnsiConsole.WriteLine($"{row.Network}: timed");
        return row;
    }
}
