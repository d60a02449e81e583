using static TorchSharp.torch;

namespace HierKD;

/// <summary>The open safetensors files of a network that is in several of them, as one.</summary>
internal sealed class SafetensorsShards : IWeightFile
{
    /// <summary>No file has as many bytes: places in one come before all places in the next.</summary>
    private const long PlacesOfAFile = 1L << 50;

    private readonly List<SafetensorsFile> _files = [];
    private readonly SafetensorsIndex _index;
    private readonly Dictionary<string, (ScalarType Type, long[] Shape)> _entries = [];

    private SafetensorsShards(SafetensorsIndex index) => _index = index;

    public IReadOnlyDictionary<string, (ScalarType Type, long[] Shape)> Entries => _entries;

    /// <param name="path">The index.</param>
    /// <exception cref="InvalidDataException">The index is none, a file that it names is not there or not whole, or they do not agree on
    /// what is in it.</exception>
    public static SafetensorsShards Open(string path)
    {
        var shards = new SafetensorsShards(SafetensorsIndex.Read(path));
        try
        {
            shards.OpenFiles(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return shards;
        }
        catch
        {
            shards.Dispose();
            throw;
        }
    }

    public long PlaceOf(string name) => _index.Tensors[name] * PlacesOfAFile + _files[_index.Tensors[name]].PlaceOf(name);

    public Tensor Read(string name) => _files[_index.Tensors[name]].Read(name);

    public void Dispose() => _files.ForEach(f => f.Dispose());

    private void OpenFiles(string folder)
    {
        var expected = _index.Tensors.ToLookup(t => t.Value, t => t.Key);
        for (var place = 0; place < _index.Files.Count; place++)
        {
            var name = _index.Files[place];
            var file = Path.Combine(folder, name);
            // A pipe of that name would be waited for.
            if (!File.Exists(file) || FileKind.NotAFile(Target(file)) is not null)
            {
                throw _index.Refuse($"it names '{MessageText.Of(name)}', which is not a file beside it: all of its files are needed");
            }
            // The metadata of hundreds of files, which nobody asks for, would fill the memory.
            var opened = SafetensorsFile.Open(file, keepsMetadata: false);
            _files.Add(opened);
            // Before the next one is opened: all together have no more tensors than the index.
            Compare(opened, place, expected[place]);
        }
    }

    private void Compare(SafetensorsFile file, int place, IEnumerable<string> expected)
    {
        var name = MessageText.Of(_index.Files[place]);
        foreach (var key in expected)
        {
            if (!file.Entries.TryGetValue(key, out var entry))
            {
                throw _index.Refuse($"'{name}' lacks tensor '{MessageText.Of(key)}', which should be in it");
            }
            _entries[key] = (entry.Type, entry.Shape);
        }
        if (file.Entries.Keys.FirstOrDefault(key => !IsIn(key, place)) is { } extra)
        {
            throw _index.Refuse($"'{name}' has tensor '{MessageText.Of(extra)}', which should not be in it");
        }
    }

    private bool IsIn(string key, int place) => _index.Tensors.TryGetValue(key, out var known) && known == place;

    private static string Target(string file) => File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
}
