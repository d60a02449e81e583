using System.Diagnostics;
using HierKD.Reliability.Processes;

namespace HierKD.Reliability.Disks;

/// <summary>A small file system of its own, in memory, that can be filled. It needs a process that may mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const long Size = 48 << 20;
    private const string FillerName = "filler";

    private readonly WorkFolder _folder = WorkFolder.OnDisk();

    private SmallDisk()
    {
    }

    public string FullPath => _folder.FullPath;

    private string Filler => _folder.File(FillerName);

    /// <exception cref="IOException">This machine does not let us.</exception>
    public static SmallDisk Mount()
    {
        var disk = new SmallDisk();
        if (Call("mount", "-t", "tmpfs", "-o", FormattableString.Invariant($"size={Size}"), "tmpfs", disk.FullPath) is not { } failure)
        {
            return disk;
        }
        disk._folder.Dispose();
        throw new IOException(failure);
    }

    /// <summary>Leaves so many bytes free.</summary>
    public void Fill(long room)
    {
        var left = new DriveInfo(FullPath).AvailableFreeSpace - room;
        var zeros = new byte[1 << 16];
        try
        {
            using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            for (; left > 0; left -= zeros.Length) file.Write(zeros, 0, (int)Math.Min(left, zeros.Length));
        }
        // It is as full as it gets.
        catch (IOException)
        {
        }
    }

    public void Free() => File.Delete(Filler);

    /// <summary>Removes all files.</summary>
    public void Clear()
    {
        foreach (var file in Directory.GetFiles(FullPath)) File.Delete(file);
    }

    public void Dispose()
    {
        Call("umount", FullPath);
        _folder.Dispose();
    }

    /// <summary>Runs a program of the system's; returns what it complains of.</summary>
    private static string? Call(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"{program}: {said}";
    }
}
