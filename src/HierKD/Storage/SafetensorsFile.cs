using System.Buffers.Binary;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>An open safetensors file; tensors are read when asked for. The format runs no code.</summary>
internal sealed class SafetensorsFile : IWeightFile
{
    /// <summary>The largest header accepted, as in the reference implementation.</summary>
    private const long LargestHeader = 100_000_000;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly long _dataStart;
    private readonly Dictionary<string, (ScalarType Type, long[] Shape)> _shapes;

    private SafetensorsFile(
        string path, FileStream file, long dataStart, IReadOnlyDictionary<string, string> metadata,
        IReadOnlyDictionary<string, SafetensorsEntry> entries)
    {
        _path = path;
        _file = file;
        _dataStart = dataStart;
        Metadata = metadata;
        Entries = entries;
        _shapes = entries.ToDictionary(e => e.Key, e => (e.Value.Type, e.Value.Shape));
    }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    public IReadOnlyDictionary<string, SafetensorsEntry> Entries { get; }

    IReadOnlyDictionary<string, (ScalarType Type, long[] Shape)> IWeightFile.Entries => _shapes;

    /// <exception cref="InvalidDataException">The file is not a safetensors file, is cut short or too long, or HierKD wrote it otherwise.
    /// </exception>
    public static SafetensorsFile Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            Span<byte> prefix = stackalloc byte[8];
            if (file.Length < 8) throw Refuse(path, $"it has only {file.Length} bytes");
            file.ReadExactly(prefix);
            var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
            if (length > LargestHeader || (long)length > file.Length - 8)
            {
                throw Refuse(path, $"its header would have {length} bytes, the file has {file.Length}");
            }
            var header = new byte[length];
            file.ReadExactly(header);
            var (metadata, entries) = ReadHeader(path, header, file.Length - 8 - (long)length);
            if (FileChecksum.Fault(file, prefix, header, metadata) is { } fault) throw Refuse(path, fault);
            return new SafetensorsFile(path, file, 8 + (long)length, metadata, entries);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public long PlaceOf(string name) => Entries[name].Start;

    /// <summary>Reads a tensor onto the CPU; the caller disposes it.</summary>
    /// <exception cref="InvalidDataException">It has more bytes than an array can hold.</exception>
    public Tensor Read(string name)
    {
        var entry = Entries[name];
        var length = entry.End - entry.Start;
        if (length > Array.MaxLength)
        {
            throw new InvalidDataException(
                $"'{_path}' cannot be read: tensor '{MessageText.Of(name)}' has {length} bytes, " +
                $"and at most {Array.MaxLength} can be read.");
        }
        var tensor = empty(entry.Shape, dtype: entry.Type);
        var bytes = new byte[length];
        _file.Position = _dataStart + entry.Start;
        _file.ReadExactly(bytes);
        if (bytes.Length > 0) tensor.bytes = bytes;
        return tensor;
    }

    public void Dispose() => _file.Dispose();

    private static (Dictionary<string, string> Metadata, Dictionary<string, SafetensorsEntry> Entries) ReadHeader(
        string path, byte[] header, long dataLength)
    {
        try
        {
            using var json = JsonDocument.Parse(header);
            if (json.RootElement.ValueKind != JsonValueKind.Object) throw Refuse(path, "its header is not a JSON object");
            Dictionary<string, string> metadata = [];
            Dictionary<string, SafetensorsEntry> entries = [];
            foreach (var property in json.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__") AddMetadata(path, property.Value, metadata);
                else AddEntry(path, property, dataLength, entries);
            }
            RequireGapless(path, entries, dataLength);
            return (metadata, entries);
        }
        // A name that is not UTF-8 shows only when it is read, as an InvalidOperationException.
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw Refuse(path, $"its header is not JSON ({MessageText.Of(failure.Message)})");
        }
    }

    private static void AddMetadata(string path, JsonElement json, Dictionary<string, string> metadata)
    {
        if (json.ValueKind != JsonValueKind.Object) throw Refuse(path, "its metadata is not a JSON object");
        foreach (var property in json.EnumerateObject())
        {
            if (!metadata.TryAdd(property.Name, property.Value.ToString()))
            {
                throw Refuse(path, $"its metadata lists '{MessageText.Of(property.Name)}' twice");
            }
        }
    }

    private static void AddEntry(string path, JsonProperty property, long dataLength, Dictionary<string, SafetensorsEntry> entries)
    {
        if (SafetensorsEntry.Parse(property.Value) is not { } entry)
        {
            throw Refuse(path, $"the entry of tensor '{MessageText.Of(property.Name)}' cannot be read");
        }
        if (!entry.FitsWithin(dataLength))
        {
            throw Refuse(path, $"tensor '{MessageText.Of(property.Name)}' claims bytes {entry.Start} to {entry.End} of {dataLength}");
        }
        if (!entries.TryAdd(property.Name, entry)) throw Refuse(path, $"tensor '{MessageText.Of(property.Name)}' is listed twice");
    }

    /// <summary>The format leaves no byte between tensors, and none after them.</summary>
    private static void RequireGapless(string path, Dictionary<string, SafetensorsEntry> entries, long dataLength)
    {
        long end = 0;
        foreach (var (name, entry) in entries.Where(e => e.Value.End > e.Value.Start).OrderBy(e => e.Value.Start))
        {
            if (entry.Start < end) throw Refuse(path, $"tensor '{MessageText.Of(name)}' overlaps another");
            if (entry.Start > end)
            {
                throw Refuse(path, $"bytes {end} to {entry.Start} before tensor '{MessageText.Of(name)}' are no tensor's");
            }
            end = entry.End;
        }
        if (end < dataLength) throw Refuse(path, $"{dataLength - end} bytes follow its last tensor");
    }

    private static InvalidDataException Refuse(string path, string reason) => new($"'{path}' is not a whole safetensors file: {reason}.");
}
