namespace HierKD;

/// <summary>The checkpoint of a run that is complete: it can bring the result back until that is saved.</summary>
internal sealed class FinishedCheckpoint(string path)
{
    private readonly (long Length, DateTime Written)? _stamp = StampOf(path);

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Deletes the file, unless it is another one by now.</summary>
    /// <returns>Why it is still there; <see langword="null"/> if it is not.</returns>
    public string? Delete()
    {
        try
        {
            WholeFile.RemoveStale(path);
            if (_stamp is not null && StampOf(path) == _stamp) File.Delete(path);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }

    private static (long Length, DateTime Written)? StampOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.Length, file.LastWriteTimeUtc) : null;
    }
}
