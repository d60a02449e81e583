using System.Diagnostics;
using HierKD.Reliability.Processes;
using HierKD.Reliability.Runs;

namespace HierKD.Reliability.Kills;

/// <summary>A run in a process of its own whose writes are seen.</summary>
/// <param name="program">The program's assembly.</param>
/// <param name="settings">What the run is told.</param>
internal sealed class WatchedRun(string program, RunWorkSettings settings)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The unfinished files of the checkpoint that are there.</summary>
    public string[] Unfinished => Directory.GetFiles(settings.Folder, RunWorkSettings.CheckpointName + ".*.tmp");

    /// <summary>Whether the process was killed, and how it ended otherwise.</summary>
    /// <param name="moment">When to kill it; never if <see langword="null"/>.</param>
    public WatchedEnd Run(KillMoment? moment)
    {
        HashSet<string> before = [.. Unfinished], seen = [.. before];
        var (writes, writing) = (0, TimeSpan.Zero);
        using var process = ProgramProcess.Start(program, settings.Arguments);
        if (!process.WaitFor(RunWork.Begins, Patience)) return Ended(process, new(TimeSpan.Zero, TimeSpan.Zero));
        var run = Stopwatch.StartNew();
        var write = new Stopwatch();
        while (!process.HasExited && run.Elapsed < Patience)
        {
            var unfinished = Unfinished;
            if (unfinished.Any(seen.Add)) (write, writes) = (Stopwatch.StartNew(), writes + 1);
            else if (write.IsRunning && before.IsSupersetOf(unfinished))
            {
                write.Stop();
                writing += write.Elapsed;
            }
            if (moment is not null && IsNow(moment, run.Elapsed, writes, write.Elapsed))
            {
                process.Kill();
                return new WatchedEnd(true, !before.IsSupersetOf(Unfinished), null, new(run.Elapsed, writing / Math.Max(1, writes)));
            }
            Thread.Sleep(TimeSpan.FromMilliseconds(0.5));
        }
        return Ended(process, new(run.Elapsed, writing / Math.Max(1, writes)));
    }

    private static bool IsNow(KillMoment moment, TimeSpan run, int writes, TimeSpan write) => moment.Write is { } wanted
        ? writes > wanted || (writes == wanted && write >= moment.Delay)
        : run >= moment.Delay;

    private static WatchedEnd Ended(ProgramProcess process, RunTimes times)
    {
        if (!process.WaitForExit(TimeSpan.FromSeconds(10))) return new(false, false, "it did not come to an end", times);
        return new(false, false, process.ExitCode == 0 ? null : $"exit code {process.ExitCode}: {process.Errors}", times);
    }
}
