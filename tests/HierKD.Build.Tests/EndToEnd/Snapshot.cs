namespace HierKD.Build.Tests.EndToEnd;

/// <summary>The files of a folder as they were at a time.</summary>
internal sealed class Snapshot
{
    private readonly string _folder;
    private readonly Dictionary<string, (byte[] Bytes, DateTime Time)> _files = [];

    public Snapshot(string folder)
    {
        _folder = folder;
        if (!Directory.Exists(folder)) return;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var name = System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/');
            _files.Add(name, (File.ReadAllBytes(file), File.GetLastWriteTimeUtc(file)));
        }
    }

    /// <summary>What a file holds.</summary>
    public byte[] this[string name] =>
        _files.TryGetValue(name, out var file)
            ? file.Bytes
            : throw new FileNotFoundException($"'{name}' is not among those of {_folder}: {string.Join(", ", _files.Keys)}");

    /// <summary>The names of the native libraries.</summary>
    public IEnumerable<string> Libraries =>
        _files.Keys.Where(n => n.EndsWith(".so", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>When each native library was written.</summary>
    public IEnumerable<(string Name, DateTime Time)> Times => Libraries.Select(n => (n, _files[n].Time));

    /// <summary>A file's full path.</summary>
    public string Path(string name) => System.IO.Path.Combine([_folder, .. name.Split('/')]);
}
