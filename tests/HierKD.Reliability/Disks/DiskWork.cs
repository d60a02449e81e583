using System.Text.Json;
using HierKD.Reliability.Processes;

namespace HierKD.Reliability.Disks;

/// <summary>Runs on a small disk, in a process that may mount one.</summary>
internal static class DiskWork
{
    /// <summary>What it says when there is a disk.</summary>
    public const string Mounted = "mounted";

    public static int Run(int seed, int count)
    {
        using var disk = SmallDisk.Mount();
        Console.WriteLine(Mounted);
        var attack = new DiskAttack(ProgramProcess.Own, disk, seed);
        for (var i = 0; i < count; i++)
        {
            attack.Run();
            Console.WriteLine(JsonSerializer.Serialize(attack.Counts));
        }
        return 0;
    }
}
