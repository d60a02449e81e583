using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using HierKD.Reliability.Processes;
using HierKD.Reliability.Results;

namespace HierKD.Reliability.Disks;

/// <summary>The command <c>full-disk</c>.</summary>
internal static class DiskCommand
{
    private const string Name = "full-disk";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static int Run(AttackSettings settings) => Attack.Run(settings, "", progress => Run(settings, progress));

    private static AttackRow Run(AttackSettings settings, IProgress<long> progress)
    {
        try
        {
            using var process = ProgramProcess.StartWithMounts(ProgramProcess.Own, [
                "work", Name, "--seed", settings.Seed.ToString(CultureInfo.InvariantCulture),
                "--count", settings.Count.ToString(CultureInfo.InvariantCulture),
            ]);
            return process.WaitFor(DiskWork.Mounted, Patience) ? Follow(process, progress) : Missing(process);
        }
        catch (Win32Exception failure)
        {
            return AttackRow.Missing(Name, $"this system mounts no disk for us ({failure.Message}).");
        }
    }

    private static AttackRow Missing(ProgramProcess process)
    {
        process.WaitForExit(TimeSpan.FromSeconds(1));
        return AttackRow.Missing(Name, $"this machine does not let us mount a disk ({process.Errors}).");
    }

    private static AttackRow Follow(ProgramProcess process, IProgress<long> progress)
    {
        var counts = new DiskCounts();
        while (process.Read(Patience) is { } line)
        {
            counts = JsonSerializer.Deserialize<DiskCounts>(line)!;
            progress.Report(counts.Runs);
        }
        var isWhole = process.WaitForExit(TimeSpan.FromSeconds(10)) && process.ExitCode == 0;
        return new AttackRow(
            Name, [Part(counts)], [.. counts.Faults, .. isWhole ? (string[])[] : [$"the attack itself fails: {process.Errors}"]]);
    }

    private static AttackPart Part(DiskCounts counts) => new("runs", new Dictionary<string, long>
    {
        ["runs"] = counts.Runs,
        ["complete"] = counts.Complete,
        ["refused at the door"] = counts.RefusedRuns,
        ["fillings"] = counts.Fillings,
        ["warnings"] = counts.Warnings,
        ["refused saves"] = counts.RefusedSaves,
        ["looks at files"] = counts.Looks,
        ["damaged or left"] = counts.Damaged,
        ["differences"] = counts.Differences,
    });
}
