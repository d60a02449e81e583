using System.Diagnostics;
using HierKD.Reliability.Kills;
using HierKD.Reliability.Processes;
using HierKD.Reliability.Runs;

namespace HierKD.Reliability.Disks;

/// <summary>
/// Runs whose checkpoint and student lie on a disk that is full now and then, or all the time until the student is to be saved.
/// </summary>
internal sealed class DiskAttack
{
    private const int Padding = 1024;

    /// <summary>Somewhat more than a checkpoint takes.</summary>
    private const long LargestRoom = 12 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _program;
    private readonly SmallDisk _disk;
    private readonly int _seed;
    private readonly Random _random;
    private readonly RunWorkSettings _settings;
    private readonly byte[] _student;
    private readonly TimeSpan _duration;

    /// <param name="program">The program's assembly.</param>
    /// <param name="disk">The disk.</param>
    /// <param name="seed">What the moments follow from.</param>
    public DiskAttack(string program, SmallDisk disk, int seed)
    {
        (_program, _disk, _seed, _random) = (program, disk, seed, new Random(seed));
        _settings = new RunWorkSettings(disk.FullPath, Padding, Keep: false, Waits: true);
        var end = new WatchedRun(program, _settings with { Waits = false }).Run(null);
        if (end.Failure is { } failure) throw new IOException($"A run that nobody disturbs fails: {failure}");
        (_student, _duration) = (File.ReadAllBytes(_settings.Student), end.Times.Run);
    }

    public DiskCounts Counts { get; } = new();

    /// <summary>One run.</summary>
    public void Run()
    {
        Counts.Runs++;
        _disk.Clear();
        var earlier = new byte[100_000];
        _random.NextBytes(earlier);
        File.WriteAllBytes(_settings.Student, earlier);
        var files = new VisibleFiles(_settings, earlier, _student);
        using var process = ProgramProcess.Start(_program, _settings.Arguments);
        if (!Train(process, files))
        {
            process.WaitForExit(TimeSpan.FromSeconds(1));
            if (process.HasExited && process.Errors.Contains("cannot be used: Failed to create", StringComparison.Ordinal))
            {
                Counts.RefusedRuns++;
                return;
            }
            Fault($"the run does not come to its end: {(process.HasExited ? process.Errors : "it hangs")}");
            return;
        }
        SaveWithoutRoom(process, earlier);
        _disk.Free();
        process.Write(RunWork.Save);
        if (!process.WaitForExit(Patience) || process.ExitCode != 0)
        {
            Fault($"the student cannot be saved where there is room: {process.Errors}");
            return;
        }
        Counts.Complete++;
        if (!File.ReadAllBytes(_settings.Student).AsSpan().SequenceEqual(_student))
        {
            Counts.Differences++;
            Fault("the student differs");
        }
        Look(files);
        if (files.Unfinished is { Length: > 0 and var left }) Damaged($"{left} unfinished files are left");
    }

    /// <summary>Fills the disk and frees it until the run is trained; false if it ends before.</summary>
    private bool Train(ProgramProcess process, VisibleFiles files)
    {
        var (run, isAlways, isFull, next) = (Stopwatch.StartNew(), _random.Next(4) == 0, false, TimeSpan.Zero);
        while (run.Elapsed < Patience)
        {
            if (run.Elapsed >= next && !(isFull && isAlways))
            {
                isFull = !isFull;
                if (isFull) Fill(_random.NextInt64(LargestRoom));
                else _disk.Free();
                next = run.Elapsed + (_random.NextDouble() * _duration / 4);
            }
            var line = process.Read(TimeSpan.FromMilliseconds(_random.Next(1, 20)));
            if (line == RunWork.Trained) return true;
            if (line?.StartsWith(Runs.WarningLines.Prefix, StringComparison.Ordinal) == true) Counts.Warnings++;
            if (line is null && process.HasExited) return false;
            Look(files);
        }
        return false;
    }

    private void SaveWithoutRoom(ProgramProcess process, byte[] earlier)
    {
        Fill(0);
        process.Write(RunWork.Save);
        if (!process.WaitFor(RunWork.NoRoom, Patience))
        {
            Fault("a student that has no room is saved without complaint, or with another exception");
            return;
        }
        Counts.RefusedSaves++;
        if (!File.ReadAllBytes(_settings.Student).AsSpan().SequenceEqual(earlier)) Damaged("the earlier student is gone");
    }

    private void Fill(long room)
    {
        Counts.Fillings++;
        _disk.Fill(room);
    }

    private void Look(VisibleFiles files)
    {
        Counts.Looks++;
        if (files.Fault() is { } fault) Damaged(fault);
    }

    private void Damaged(string what)
    {
        Counts.Damaged++;
        Fault(what);
    }

    private void Fault(string what) => Counts.Faults.Add($"full-disk --seed {_seed}, run {Counts.Runs}: {FaultText.Of(what)}");
}
