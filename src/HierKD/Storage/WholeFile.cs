namespace HierKD;

/// <summary>Writes files that appear whole or not at all: beside their place first, then moved there.</summary>
internal static class WholeFile
{
    /// <summary>
    /// Writes a file. One that is there is replaced and leaves the new one its mode; of a link, what it leads to is replaced.
    /// </summary>
    public static void Write(string path, Action<Stream> write)
    {
        var full = PlaceOf(path);
        if (Path.GetDirectoryName(full) is { } folder && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"'{path}' cannot be written: there is no folder '{folder}'; make it first.");
        }
        var temporary = $"{full}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = Create(temporary, ModeOf(full)))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static string PlaceOf(string path)
    {
        var full = Path.GetFullPath(path);
        return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
    }

    private static UnixFileMode? ModeOf(string path) =>
        !OperatingSystem.IsWindows() && File.Exists(path) ? File.GetUnixFileMode(path) : null;

    private static FileStream Create(string path, UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows() || mode is not { } kept) return new FileStream(path, options);
        options.UnixCreateMode = kept;
        var file = new FileStream(path, options);
        try
        {
            // The process's umask is for files that are new to the user.
            if (File.GetUnixFileMode(file.SafeFileHandle) != kept) File.SetUnixFileMode(file.SafeFileHandle, kept);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
