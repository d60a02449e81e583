using Spectre.Console;

namespace HierKD.Networks;

/// <summary>All networks, one after the other; then the table and the files.</summary>
internal static class Survey
{
    /// <returns>0, or 1 if anything is wrong about a network.</returns>
    public static int Run(Settings settings)
    {
        set_num_threads(settings.Threads);
        var chosen = NetworkCatalog.All.Where(n => settings.Only.Count == 0 || settings.Only.Contains(n.Name)).ToArray();
        // What is compiled on the first call should not count as discovery.
        NetworkMeasurement.Of(NetworkCatalog.All.Single(n => n.Name == "squeeze gate"), settings.Seed);
        var rows = chosen.Select(n => Measure(n, settings.Seed)).ToArray();
        var results = new SurveyResults(Provenance.Of(settings), rows);
        AnsiConsole.Write(NetworkTable.Of(rows));
        if (settings.Output is not null)
        {
            results.Write(settings.Output);
            AnsiConsole.WriteLine($"Written to {settings.Output} and {SurveyResults.PageOf(settings.Output)}.");
        }
        foreach (var row in rows.Where(r => r.Mistakes.Count > 0))
        {
            foreach (var mistake in row.Mistakes) Console.Error.WriteLine($"{row.Network}: {mistake}");
        }
        var wrong = rows.Count(r => r.Mistakes.Count > 0);
        AnsiConsole.WriteLine($"{rows.Length} networks, {wrong} with a mistake.");
        return wrong == 0 ? 0 : 1;
    }

    private static NetworkRow Measure(NetworkCase network, int seed)
    {
        var row = NetworkMeasurement.Of(network, seed);
        // The next network may be a large one: what only finalizers would release goes now.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        AnsiConsole.WriteLine(row.Refused is null ? $"{row.Network}: {row.Seconds:0.0} s" : $"{row.Network}: {row.Refused}");
        return row;
    }
}
