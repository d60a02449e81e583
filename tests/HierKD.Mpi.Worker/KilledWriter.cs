using System.Diagnostics;

namespace HierKD.Mpi.Worker;

/// <summary>Kills the process while it writes its checkpoint for a certain time: a file beside the place is being written.</summary>
internal static class KilledWriter
{
    public static void Watch(string checkpoint, int time)
    {
        var (folder, name) = (Path.GetDirectoryName(Path.GetFullPath(checkpoint))!, Path.GetFileName(checkpoint));
        new Thread(() =>
        {
            var seen = new HashSet<string>();
            while (true)
            {
                foreach (var file in Directory.EnumerateFiles(folder, $"{name}*.tmp"))
                {
                    // The first is the trial before the training.
                    if (!seen.Add(file) || seen.Count <= time) continue;
                    Console.Error.WriteLine($"killed while {Path.GetFileName(file)} is written");
                    Process.GetCurrentProcess().Kill();
                }
                Thread.Yield();
            }
        })
        { IsBackground = true }.Start();
    }
}
