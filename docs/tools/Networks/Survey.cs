using Spectre.Console;

namespace HierKD.Networks;

/// <summary>All networks, one after the other; then the table and the files.</summary>
internal static class Survey
{
    /// <returns>0, or 1 if anything is wrong about a network.</returns>
    public static int Run(Settings settings)
    {
        set_num_threads(settings.Threads);
        var chosen = NetworkCatalog.All.Where(n => settings.Only.Count == 0 ? !n.IsSlow : settings.Only.Contains(n.Name)).ToArray();
        // What is compiled on the first call should not count as discovery.
        NetworkMeasurement.Of(NetworkCatalog.All.Single(n => n.Name == "squeeze gate"), settings.Seed);
        var rows = new List<NetworkRow>();
        foreach (var network in chosen)
        {
            rows.Add(Measure(network, settings.Seed));
            // After each, since the survey takes minutes and a network that breaks the process is to be found in what is there.
            if (settings.Output is not null) new SurveyResults(Provenance.Of(settings), rows).Write(settings.Output);
        }
        return Conclude(settings, [.. rows]);
    }

    private static int Conclude(Settings settings, NetworkRow[] rows)
    {
        AnsiConsole.Write(NetworkTable.Of(rows));
        if (settings.Output is not null)
        {
            AnsiConsole.WriteLine($"Written to {settings.Output} and {SurveyResults.PageOf(settings.Output)}.");
        }
        var wrong = rows.Where(r => r.Mistakes.Count > 0).ToArray();
        foreach (var row in wrong)
        {
            foreach (var mistake in row.Mistakes) Console.Error.WriteLine($"{row.Network}: {mistake}");
        }
        AnsiConsole.WriteLine($"Networks: {rows.Length}, with a mistake: {wrong.Length}.");
        return wrong.Length == 0 ? 0 : 1;
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
