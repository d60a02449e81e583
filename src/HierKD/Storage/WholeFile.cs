using System.Text.RegularExpressions;

namespace HierKD;

/// <summary>Writes files that appear whole or not at all: beside their place first, then moved there.</summary>
internal static partial class WholeFile
{
    /// <summary>
    /// Writes a file. One that is there is replaced and leaves the new one its mode; of a link, what it leads to is replaced.
    /// </summary>
    /// <exception cref="IOException">It cannot be written, or something else than a file is there.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var full = PlaceOf(path);
        Require(path, full);
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
        var full = PlaceOf(path);
        Require(path, full);
        RemoveStale(full);
        if (OperatingSystem.IsWindows() && File.Exists(full)) RequireReplaceable(full);
        Write(path, full, length, _ => false);
    }

    /// <summary>The path that a file is written to: whole, so that a change of the current folder does not matter, and no link.</summary>
    public static string PlaceOf(string path)
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
        if (!Directory.Exists(folder)) return;
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.tmp")
                .Where(file => Path.GetFileName(file) is var other && other.StartsWith(name, StringComparison.Ordinal)
                    && Suffix().IsMatch(other[name.Length..])))
            {
                Remove(file);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be listed keeps what is in it.
        }
    }

    private static void Remove(string stale)
    {
        try
        {
            using (new FileStream(stale, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) { }
            File.Delete(stale);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Somebody is writing it, or it is not ours to remove.
        }
    }

    private static void Require(string path, string full)
    {
        if (FileKind.NotAFile(full) is { } what) throw new IOException($"'{path}' cannot be written: it is {what}, and stays that.");
        if (Path.GetDirectoryName(full) is { } folder && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"'{path}' cannot be written: there is no folder '{folder}'; make it first.");
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
            using var file = Create(path, temporary, ModeOf(full), length);
            // Moved while it is held: nobody takes it for one that was left behind.
            if (write(file)) File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            if (File.Exists(temporary)) File.Delete(temporary);
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
            Share = FileShare.Delete,
            PreallocationSize = length,
        };
        if (!OperatingSystem.IsWindows() && mode is { } kept) options.UnixCreateMode = kept;
        FileStream file;
        try
        {
            file = new FileStream(temporary, options);
        }
        catch (PathTooLongException failure)
        {
            throw new PathTooLongException(
                $"'{path}' cannot be written: while it is, it has the name '{Path.GetFileName(temporary)}', which is too long here. " +
                "Give a shorter one.",
                failure);
        }
        try
        {
            // The process's umask is for files that are new to the user.
            if (!OperatingSystem.IsWindows() && mode is { } wanted && File.GetUnixFileMode(file.SafeFileHandle) != wanted)
            {
                File.SetUnixFileMode(file.SafeFileHandle, wanted);
            }
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    [GeneratedRegex(@"^\.[0-9a-f]{32}\.tmp$")]
    private static partial Regex Suffix();
}
