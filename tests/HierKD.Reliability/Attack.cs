using System.Diagnostics;
using HierKD.Reliability.Results;
using HierKD.Samples;
using Spectre.Console;

namespace HierKD.Reliability;

/// <summary>Runs a command, shows what came of it and keeps it.</summary>
internal static class Attack
{
    /// <summary>What starts this program.</summary>
    public const string Program = "dotnet run --project tests/HierKD.Reliability -c Release --";

    /// <summary>The commands, in the order of the page.</summary>
    public static IReadOnlyList<string> Names { get; } = ["kills", "mutations", "full-disk", "throws"];

    /// <summary>Runs one; the exit code says whether there was a fault.</summary>
    /// <param name="settings">What every command is told.</param>
    /// <param name="more">What else the command line says.</param>
    /// <param name="attack">Gets what hears of each attack that is done, out of all.</param>
    public static int Run(AttackSettings settings, string more, Func<IProgress<long>, AttackRow> attack)
    {
        var watch = Stopwatch.StartNew();
        var row = AnsiConsole.Progress().Start(shown =>
        {
            var task = shown.AddTask("attacks", maxValue: settings.Count);
            return attack(new Shown(task));
        });
        Show(row);
        var results = ReliabilityResults.Load(settings.Results);
        results.Add(new MeasuredAttack(
            row, settings.Seed, settings.Count, $"{Program} {row.Name} --count {settings.Count} --seed {settings.Seed}{more}",
            watch.Elapsed.TotalMinutes, DateTime.UtcNow, Provenance.Of(threads: 1, "cpu")));
        results.Save(settings.Results);
        return row.Faults.Count > 0 ? 1 : 0;
    }

    private static void Show(AttackRow row)
    {
        if (row.NotRun is { } reason) Console.WriteLine($"{row.Name}: not run, {reason}");
        foreach (var part in row.Parts)
        {
            Console.WriteLine($"{part.Name}: {string.Join(", ", part.Counts.Select(c => $"{c.Value} {c.Key}"))}");
        }
        foreach (var fault in row.Faults) Console.WriteLine($"fault: {fault}");
    }

    private sealed class Shown(ProgressTask task) : IProgress<long>
    {
        public void Report(long value) => task.Value = value;
    }
}
