using System.Diagnostics;
using System.Text.Json;
using HierKD.Reliability.Processes;

namespace HierKD.Reliability.Mutations;

/// <summary>Has a reader read damaged files in processes of their own, and sees how these end.</summary>
/// <param name="program">The program's assembly.</param>
/// <param name="reader">The reader's name.</param>
/// <param name="seed">The seed.</param>
internal sealed class MutationAttack(string program, string reader, int seed)
{
    /// <summary>What a process reads at most.</summary>
    public const int BatchSize = 20_000;

    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(2);

    /// <summary>What should not have been, by its kind: the first of each, and how many there were.</summary>
    public Dictionary<string, (MutationFault First, int Count)> Faults { get; } = [];

    public MutationCounts Counts { get; } = new();

    /// <summary>Reads a batch; a process that dies or hangs is a fault, and the next one goes on behind it.</summary>
    public void Run(long from, int count)
    {
        using var folder = WorkFolder.InMemory();
        var end = from + count;
        while (from < end)
        {
            var settings = new MutationWorkSettings(reader, seed, from, (int)(end - from), folder.File("place"));
            using var place = new PlaceFile(settings.Place) { Index = from - 1 };
            using var process = ProgramProcess.Start(program, settings.Arguments);
            if (Follow(process, place, from, out var told) is not { } died) return;
            var at = place.Index;
            // What it had not told yet has died with it.
            lock (Counts) Counts.Add(new MutationCounts { Files = Math.Max(0, at + 1 - from - told) });
            Add(new MutationFault(at, died, "unknown"));
            if (at < from) return;
            from = at + 1;
        }
    }

    /// <summary>Waits for a process; returns how it came to a bad end, or <see langword="null"/>.</summary>
    /// <param name="process">The process.</param>
    /// <param name="place">Says at which file it is.</param>
    /// <param name="from">The first one.</param>
    /// <param name="told">How many it has told of.</param>
    private string? Follow(ProgramProcess process, PlaceFile place, long from, out long told)
    {
        told = 0;
        var (last, since) = (place.Index, Stopwatch.StartNew());
        while (true)
        {
            if (process.Read(TimeSpan.FromMilliseconds(200)) is { } line)
            {
                told += Hear(line);
                continue;
            }
            if (process.HasExited)
            {
                process.WaitForExit(MutationBatch.LongestCall);
                // What it said last may still be on its way.
                while (process.Read(TimeSpan.Zero) is { } late) told += Hear(late);
                return process.ExitCode == 0 ? null : $"the process dies with {process.ExitCode}: {process.Errors}";
            }
            if (place.Index != last) (last, since) = (place.Index, Stopwatch.StartNew());
            if (since.Elapsed <= (last < from ? StartTime : MutationBatch.LongestCall)) continue;
            process.Kill();
            return last < from ? "the process does not begin" : "a call does not end";
        }
    }

    /// <summary>Takes a line of a process; returns how many files it tells of.</summary>
    private long Hear(string line)
    {
        var report = JsonSerializer.Deserialize<MutationReport>(line)!;
        if (report.Fault is { } fault) Add(fault);
        if (report.Counts is not { } counts) return 0;
        lock (Counts) Counts.Add(counts);
        return counts.Files;
    }

    private void Add(MutationFault fault)
    {
        lock (Faults)
        {
            var (first, count) = Faults.GetValueOrDefault(fault.Kind, (fault, 0));
            Faults[fault.Kind] = (first, count + 1);
        }
    }
}
