namespace HierKD;

/// <summary>
/// Holds a file for one user of it, in this process or another: by a file beside it that is open for as long. A process that dies gives it
/// up.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private const string Suffix = ".lock";

    private readonly string _name;
    private readonly FileStream _held;

    private FileLock(string name, FileStream held) => (_name, _held) = (name, held);

    /// <summary>Takes it; <see langword="null"/> if somebody else has it.</summary>
    /// <param name="path">The full path of the file, which need not be there.</param>
    /// <exception cref="IOException">The lock cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static FileLock? Take(string path)
    {
        var name = path + Suffix;
        while (true)
        {
            FileStream held;
            try
            {
                held = new FileStream(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException failure) when (IsHeld(failure))
            {
                return null;
            }
            // Between opening and locking it, the one who had it may have deleted it, and another may have made one of the same name.
            var sign = Random.Shared.Next(1, 1 << 16);
            held.SetLength(sign);
            if (new FileInfo(name) is { Exists: true } file && file.Length == sign) return new FileLock(name, held);
            held.Dispose();
        }
    }

    public void Dispose()
    {
        // While it is held: afterwards it may be somebody else's. Windows has no such moment.
        if (!OperatingSystem.IsWindows()) Delete();
        _held.Dispose();
        if (OperatingSystem.IsWindows()) Delete();
    }

    /// <summary>EWOULDBLOCK of Linux and macOS, and the sharing violation of Windows.</summary>
    private static bool IsHeld(IOException failure) =>
        OperatingSystem.IsWindows() ? (failure.HResult & 0xffff) == 32 : failure.HResult is 11 or 35;

    private void Delete()
    {
        try
        {
            File.Delete(_name);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It locks nobody out once it is closed.
        }
    }
}
