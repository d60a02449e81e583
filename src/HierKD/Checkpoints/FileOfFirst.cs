using System.Globalization;

namespace HierKD;

/// <summary>
/// A file that the first process has, for all of them: hosts may share no disk. The others get a copy in their temporary folder, which is
/// deleted in the end.
/// </summary>
internal sealed class FileOfFirst : IDisposable
{
    private const int ChunkBytes = 1 << 28;

    private readonly bool _isCopy;

    private FileOfFirst(string path, bool isCopy) => (Path, _isCopy) = (path, isCopy);

    /// <summary>Where this process reads it.</summary>
    public string Path { get; }

    /// <summary>The file; <see langword="null"/> if the first process has none.</summary>
    /// <param name="path">Where the first process has it.</param>
    /// <param name="ranks">The processes.</param>
    public static FileOfFirst? Take(string path, Ranks ranks)
    {
        if (!ranks.AreMany) return File.Exists(path) ? new(path, isCopy: false) : null;
        var length = long.Parse(
            ranks.TextOfFirst(
                () => (File.Exists(path) ? new FileInfo(path).Length : -1).ToString(CultureInfo.InvariantCulture), "the length of a file"),
            CultureInfo.InvariantCulture);
        if (length < 0) return null;
        if (ranks.IsFirst)
        {
            using var source = File.OpenRead(path);
            Pass(length, size => ranks.OfFirst(() => Read(source, size), "a part of a file"));
            return new(path, isCopy: false);
        }
        var copy = new FileOfFirst(System.IO.Path.GetTempFileName(), isCopy: true);
        try
        {
            using var target = File.Create(copy.Path);
            Pass(length, _ => target.Write(ranks.OfFirst(() => [], "a part of a file")));
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_isCopy) File.Delete(Path);
    }

    private static void Pass(long length, Action<int> part)
    {
        for (var done = 0L; done < length; done += ChunkBytes) part((int)Math.Min(ChunkBytes, length - done));
    }

    private static byte[] Read(FileStream source, int size)
    {
        var bytes = new byte[size];
        source.ReadExactly(bytes);
        return bytes;
    }
}
