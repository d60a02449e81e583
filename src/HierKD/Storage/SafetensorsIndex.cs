using System.Text.Json;

namespace HierKD;

/// <summary>
/// The index of a network in several safetensors files (<c>model.safetensors.index.json</c>): which file each tensor is in. It is read
/// piece by piece, and names files of its own folder alone.
/// </summary>
internal sealed class SafetensorsIndex
{
    private const string Extension = ".safetensors";

    /// <summary>A hundred bytes are enough for a tensor.</summary>
    private const long LargestIndex = 32 << 20;

    /// <summary>All are open at once.</summary>
    private const int MostFiles = 500;

    private const int LongestFileName = 255;

    private readonly string _path;
    private readonly List<string> _files = [];

    private SafetensorsIndex(string path) => _path = path;

    /// <summary>The names of the files, each once.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>The place in <see cref="Files"/> of each tensor's file.</summary>
    public Dictionary<string, int> Tensors { get; } = [];

    /// <summary>Whether a file is JSON. A safetensors file that begins so would have a header of more than it may.</summary>
    public static bool IsIndex(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Span<byte> begin = stackalloc byte[8];
        var read = begin[..file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false)];
        ReadOnlySpan<byte> text = read.TrimStart((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf, (byte)' ', (byte)'\r', (byte)'\n', (byte)'\t']);
        return text is [(byte)'{', ..] && !text.Contains((byte)0);
    }

    /// <exception cref="InvalidDataException">It is no such index, or names anything but files of its folder.</exception>
    public static SafetensorsIndex Read(string path)
    {
        var index = new SafetensorsIndex(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (file.Length > LargestIndex) throw index.Refuse($"it has {file.Length} bytes, and at most {LargestIndex} are read");
        var bytes = new byte[file.Length];
        try
        {
            file.ReadExactly(bytes);
            index.Read(bytes.AsSpan() is [0xef, 0xbb, 0xbf, .. var rest] ? rest : bytes);
        }
        // A text that is not UTF-8 shows only when it is read, as an InvalidOperationException.
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or EndOfStreamException)
        {
            throw index.Refuse($"it is not JSON ({MessageText.Of(failure.Message)})");
        }
        if (index.Tensors.Count == 0) throw index.Refuse("its weight_map names no tensor");
        return index;
    }

    /// <summary>The refusal of an index or of what it leads to.</summary>
    public InvalidDataException Refuse(string reason) => new($"'{_path}' is not the index of a network in safetensors files: {reason}.");

    private void Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMap = reader.ValueTextEquals("weight_map"u8);
            reader.Read();
            if (isMap && reader.TokenType == JsonTokenType.StartObject) ReadMap(ref reader);
            else reader.Skip();
        }
        // The reader throws if anything but spaces follows.
        reader.Read();
    }

    private void ReadMap(ref Utf8JsonReader reader)
    {
        var places = new Dictionary<string, int>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Tensors.Count == WeightLimits.MostTensors) throw Refuse($"it lists more than {WeightLimits.MostTensors} tensors");
            var key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) throw Refuse($"the file of '{MessageText.Of(key)}' is not a text");
            var file = reader.GetString()!;
            if (!places.TryGetValue(file, out var place)) places[file] = place = Add(file);
            if (!Tensors.TryAdd(key, place)) throw Refuse($"it lists '{MessageText.Of(key)}' twice");
        }
    }

    private int Add(string file)
    {
        // An index comes from the same strangers as the weights: it must not lead to a file that it did not come with.
        var isName = file.Length is > 0 and <= LongestFileName && file.IndexOfAny(['/', '\\', ':', '\0']) < 0
            && file.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);
        if (!isName) throw Refuse($"it names '{MessageText.Of(file)}', which is not a {Extension} file of its own folder");
        if (_files.Count == MostFiles) throw Refuse($"it names more than {MostFiles} files");
        _files.Add(file);
        return _files.Count - 1;
    }
}
