using System.Buffers.Binary;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>An open safetensors file; tensors are read when asked for. The format runs no code.</summary>
internal sealed class SafetensorsFile : IWeightFile
{
    /// <summary>The largest header accepted, as in the reference implementation.</summary>
    public const long LargestHeader = 100_000_000;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly long _dataStart;
    private readonly Dictionary<string, (ScalarType Type, long[] Shape)> _shapes;

    private SafetensorsFile(
        string path, FileStream file, long dataStart, SafetensorsHeader header, IReadOnlyDictionary<string, string> metadata)
    {
        _path = path;
        _file = file;
        _dataStart = dataStart;
        Metadata = metadata;
        Entries = header.Entries;
        _shapes = header.Entries.ToDictionary(e => e.Key, e => (e.Value.Type, e.Value.Shape));
    }

    /// <summary>The bytes of all tensors together.</summary>
    public long DataLength => _file.Length - _dataStart;

    public IReadOnlyDictionary<string, string> Metadata { get; }

    public IReadOnlyDictionary<string, SafetensorsEntry> Entries { get; }

    IReadOnlyDictionary<string, (ScalarType Type, long[] Shape)> IWeightFile.Entries => _shapes;

    /// <param name="path">The file.</param>
    /// <param name="keepsMetadata">Whether its metadata is kept for whoever asks for it; it has none otherwise.</param>
    /// <exception cref="InvalidDataException">The file is not a safetensors file, is cut short or too long, or HierKD wrote it otherwise.
    /// </exception>
    public static SafetensorsFile Open(string path, bool keepsMetadata = true)
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
                var other = ForeignFormat.Of(ForeignFormat.HeadOf(file));
                throw Refuse(path, other ?? $"its header would have {length} bytes, the file has {file.Length}");
            }
            var bytes = new byte[length];
            file.ReadExactly(bytes);
            var header = SafetensorsHeader.Read(path, bytes, file.Length - 8 - (long)length);
            if (FileChecksum.Fault(file, prefix, bytes, header.Metadata) is { } fault) throw Refuse(path, fault);
            var metadata = keepsMetadata ? header.Metadata : new Dictionary<string, string>();
            return new SafetensorsFile(path, file, 8 + (long)length, header, metadata);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public long PlaceOf(string name) => Entries[name].Start;

    /// <summary>Reads a tensor onto the CPU; the caller disposes it.</summary>
    /// <exception cref="InvalidDataException">It has more bytes than a span can show.</exception>
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
        var tensor = empty(entry.Shape, dtype: entry.Type, device: CPU);
        try
        {
            _file.Position = _dataStart + entry.Start;
            // Into the tensor's own memory, so that nothing of its size is needed beside it.
            if (length > 0) _file.ReadExactly(tensor.bytes);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The refusal of a file that is not one, or not all of it.</summary>
    public static InvalidDataException Refuse(string path, string reason) => new($"'{path}' is not a whole safetensors file: {reason}.");
}
