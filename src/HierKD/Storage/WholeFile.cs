using System.Text.RegularExpressions;

namespace HierKD;

/// <summary>Writes files that appear whole or not at all: beside their place first, then moved there.</summary>
internal static partial class WholeFile
{
    /// <summary>How long a file must have been left alone where its writer does not hold it.</summary>
    private static readonly TimeSpan Unheld = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Writes a file. One that is there is replaced and leaves the new one its mode; of a link, what it leads to is replaced.
    /// </summary>
    /// <exception cref="IOException">It cannot be written, or something else than a file is there.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var full = PlaceFor(path);
        RemoveStale(full);
        Write(path, full, length: 0, file =>
        {
            write(file);
            file.Flush(flushToDisk: true);
            return true;
        });
    }

    /// <summary>Writes as much as a file will at least have, and removes it again: to find out what hinders it before it matters.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder, or the file that is there, may not be written.</exception>
    public static void Try(string path, long length)
    {
        var full = PlaceFor(path);
        RemoveStale(full);
        if (OperatingSystem.IsWindows() && File.Exists(full)) RequireReplaceable(full);
        Write(path, full, length, _ => false);
    }

    /// <summary>The path that a file is written to: whole, so that a change of the current folder does not matter, and no link.</summary>
    /// <exception cref="IOException">Something else than a file is there, or there is no folder for it.</exception>
    public static string PlaceFor(string path)
    {
        var full = PlaceOf(path);
        if (FileKind.NotAFile(full) is { } what) throw new IOException($"'{path}' cannot be written: it is {what}, and stays that.");
        if (Path.GetDirectoryName(full) is { } folder && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"'{path}' cannot be written: there is no folder '{folder}'; make it first.");
        }
        return full;
    }

    private static string PlaceOf(string path)
    {
        var full = Path.GetFullPath(path);
        return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
    }

    /// <summary>
    /// Removes what writers of the file have left behind that were killed. What is being written is held by its writer, and stays.
    /// </summary>
    public static void RemoveStale(string path)
    {
        var full = PlaceOf(path);
        var (folder, name) = (Path.GetDirectoryName(full), Path.GetFileName(full));
        // Where nobody's hold on a file is seen, what is being written looks like what was left.
        if (!Directory.Exists(folder) || AppContext.TryGetSwitch("System.IO.DisableFileLocking", out var off) && off) return;
        Try(() =>
        {
            // .NET does not hold what it writes to a network's disk.
            var oldest = new DriveInfo(folder).DriveType == DriveType.Network ? DateTime.UtcNow - Unheld : DateTime.MaxValue;
            foreach (var file in Directory.EnumerateFiles(folder, "*.tmp").Where(IsLeftOver))
            {
                if (File.GetLastWriteTimeUtc(file) < oldest) Remove(file);
            }
        });

        bool IsLeftOver(string file) =>
            Path.GetFileName(file) is var other && other.StartsWith(name, StringComparison.Ordinal)
            && Suffix().IsMatch(other[name.Length..]);
    }

    /// <summary>Somebody may be writing it, or it is not ours to remove.</summary>
    private static void Remove(string stale) => Try(() =>
    {
        using (new FileStream(stale, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) { }
        File.Delete(stale);
    });

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Nothing depends on it.
        }
    }

    private static void RequireReplaceable(string full)
    {
        if (File.GetAttributes(full).HasFlag(FileAttributes.ReadOnly))
        {
            throw new UnauthorizedAccessException($"'{full}' is read-only.");
        }
    }

    private static void Write(string path, string full, long length, Func<FileStream, bool> write)
    {
        var temporary = $"{full}.{Guid.NewGuid():N}.tmp";
        try
        {
            var mode = ModeOf(full);
            using var file = Create(path, temporary, mode, length);
            if (!write(file)) return;
            // The process's umask, and what the writer needs itself, are for files that are new to the user.
            if (!OperatingSystem.IsWindows() && mode is { } kept) File.SetUnixFileMode(file.SafeFileHandle, kept);
            // Moved while it is held: nobody takes it for one that was left behind.
            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            // What has failed is more than what is left of it, which the next writer removes.
            Try(() => File.Delete(temporary));
        }
    }

    private static UnixFileMode? ModeOf(string path) =>
        !OperatingSystem.IsWindows() && File.Exists(path) ? File.GetUnixFileMode(path) : null;

    private static FileStream Create(string path, string temporary, UnixFileMode? mode, long length)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            // Renamed while it is open, which Windows wants to be shared, and readable from then on.
            Share = FileShare.Read | FileShare.Delete,
            PreallocationSize = length,
        };
        if (!OperatingSystem.IsWindows() && mode is { } kept)
        {
            options.UnixCreateMode = kept | UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        try
        {
            return new FileStream(temporary, options);
        }
        catch (PathTooLongException failure)
        {
            throw new PathTooLongException(
                $"'{path}' cannot be written: while it is, it has the name '{Path.GetFileName(temporary)}', which is too long here. " +
                "Give a shorter one.",
                failure);
        }
    }

    [GeneratedRegex(@"^\.[0-9a-f]{32}\.tmp$")]
    private static partial Regex Suffix();
}
