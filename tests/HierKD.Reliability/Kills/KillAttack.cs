using HierKD.Reliability.Processes;
using HierKD.Reliability.Runs;

namespace HierKD.Reliability.Kills;

/// <summary>
/// Kills runs and starts them again until they are complete: each must end with the student of a run that nobody killed, byte for byte.
/// </summary>
/// <param name="program">The program's assembly.</param>
/// <param name="seed">What the moments follow from.</param>
/// <param name="padding">The width of the network's classifier, which makes the checkpoint large.</param>
internal sealed class KillAttack(string program, int seed, int padding)
{
    private readonly Random _random = new(seed);
    private readonly KillCounts _counts = new();

    /// <summary>Kills so often.</summary>
    /// <param name="kills">How often.</param>
    /// <param name="progress">Hears of the kills so far.</param>
    public KillCounts Run(int kills, IProgress<long>? progress = null)
    {
        var (student, times) = Undisturbed();
        while (_counts.Kills < kills && _counts.Failures < 10)
        {
            using var folder = WorkFolder.OnDisk();
            Chain(new RunWorkSettings(folder.FullPath, padding, Keep: _random.Next(2) == 0, Waits: false), kills, student, times, progress);
        }
        return _counts;
    }

    private (byte[] Student, RunTimes Times) Undisturbed()
    {
        using var folder = WorkFolder.OnDisk();
        var settings = new RunWorkSettings(folder.FullPath, padding, Keep: false, Waits: false);
        var end = new WatchedRun(program, settings).Run(null);
        if (end.Failure is { } failure) throw new IOException($"A run that nobody disturbs fails: {failure}");
        return (File.ReadAllBytes(settings.Student), end.Times);
    }

    private void Chain(RunWorkSettings settings, int kills, byte[] student, RunTimes times, IProgress<long>? progress)
    {
        var (number, run) = (++_counts.Chains, new WatchedRun(program, settings));
        List<KillMoment> moments = [];
        while (true)
        {
            var moment = _counts.Kills < kills ? KillMoment.Draw(_random, times) : null;
            var end = run.Run(moment);
            if (end.Failure is { } failure)
            {
                _counts.Failures++;
                Fault($"the run fails: {failure}");
                return;
            }
            if (!end.WasKilled) break;
            moments.Add(moment!);
            (_counts.Kills, _counts.Restarts) = (_counts.Kills + 1, _counts.Restarts + 1);
            if (end.WasWriting) _counts.DuringWrite++;
            progress?.Report(_counts.Kills);
        }
        if (!File.ReadAllBytes(settings.Student).AsSpan().SequenceEqual(student))
        {
            _counts.Differences++;
            Fault("the student differs");
        }
        if (run.Unfinished is { Length: > 0 and var left })
        {
            _counts.Leftovers += left;
            Fault($"{left} unfinished files of the checkpoint are left");
        }

        void Fault(string what) => _counts.Faults.Add(
            $"kills --seed {seed}, chain {number}{(settings.Keep ? " (checkpoint kept)" : "")}, killed " +
            $"{(moments.Count == 0 ? "never" : string.Join(", ", moments))}: {what}");
    }
}
