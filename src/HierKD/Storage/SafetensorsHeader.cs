using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace HierKD;

/// <summary>
/// What the header of a safetensors file says. It is read piece by piece and refused at the first that does not fit: a document of a large
/// header takes many times its memory.
/// </summary>
internal sealed class SafetensorsHeader
{
    private const int MostMetadata = 10_000;
    private const int LongestName = 1 << 20;

    /// <summary>Other programs' metadata hold pictures and logs; a text takes up to four times its bytes while it is read.</summary>
    private const int LongestText = 64 << 20;

    private readonly string _path;

    private SafetensorsHeader(string path) => _path = path;

    public Dictionary<string, string> Metadata { get; } = [];

    public Dictionary<string, SafetensorsEntry> Entries { get; } = [];

    /// <param name="path">The file.</param>
    /// <param name="bytes">Its header.</param>
    /// <param name="dataLength">How many bytes follow the header.</param>
    /// <exception cref="InvalidDataException">It is no header of such a file, or of one with fewer or more bytes.</exception>
    public static SafetensorsHeader Read(string path, ReadOnlySpan<byte> bytes, long dataLength)
    {
        var header = new SafetensorsHeader(path);
        try
        {
            header.Read(bytes, dataLength);
        }
        // A text that is not UTF-8 shows only when it is read, as an InvalidOperationException.
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw header.Refuse($"its header is not JSON ({MessageText.Of(failure.Message)})");
        }
        return header;
    }

    private void Read(ReadOnlySpan<byte> bytes, long dataLength)
    {
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw Refuse("its header is not a JSON object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("__metadata__"u8)) AddMetadata(ref reader, bytes);
            else AddEntry(ref reader, dataLength);
        }
        // The reader throws if anything but spaces follows.
        reader.Read();
        RequireGapless(dataLength);
    }

    private void AddMetadata(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw Refuse("its metadata is not a JSON object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Metadata.Count == MostMetadata) throw Refuse($"its metadata has more than {MostMetadata} texts");
            var key = NameAt(ref reader);
            reader.Read();
            if (!Metadata.TryAdd(key, TextAt(ref reader, bytes))) throw Refuse($"its metadata lists '{MessageText.Of(key)}' twice");
        }
    }

    private void AddEntry(ref Utf8JsonReader reader, long dataLength)
    {
        if (Entries.Count == WeightLimits.MostTensors) throw Refuse($"it lists more than {WeightLimits.MostTensors} tensors");
        var name = NameAt(ref reader);
        reader.Read();
        if (SafetensorsEntry.Parse(ref reader, out var hasTooManyAxes) is not { } entry)
        {
            throw Refuse(hasTooManyAxes
                ? $"tensor '{MessageText.Of(name)}' has more than {WeightLimits.MostAxes} axes"
                : $"the entry of tensor '{MessageText.Of(name)}' cannot be read");
        }
        if (!entry.FitsWithin(dataLength))
        {
            throw Refuse($"tensor '{MessageText.Of(name)}' claims bytes {entry.Start} to {entry.End} of {dataLength}");
        }
        if (!Entries.TryAdd(name, entry)) throw Refuse($"tensor '{MessageText.Of(name)}' is listed twice");
    }

    private string NameAt(ref Utf8JsonReader reader)
    {
        Require(reader.ValueSpan.Length, LongestName);
        return reader.GetString()!;
    }

    /// <summary>A value of the metadata; what is no text, as the file has it.</summary>
    private string TextAt(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                Require(reader.ValueSpan.Length, LongestText);
                return reader.GetString()!;
            case JsonTokenType.Null: return "";
            case JsonTokenType.True: return bool.TrueString;
            case JsonTokenType.False: return bool.FalseString;
        }
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        var text = bytes[start..(int)reader.BytesConsumed];
        Require(text.Length, LongestText);
        return Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : throw new JsonException("a value is no UTF-8");
    }

    private void Require(int length, int most)
    {
        if (length > most) throw Refuse($"its header has a text of {length} bytes, where at most {most} are read");
    }

    /// <summary>The format leaves no byte between tensors, and none after them.</summary>
    private void RequireGapless(long dataLength)
    {
        long end = 0;
        foreach (var (name, entry) in Entries.Where(e => e.Value.End > e.Value.Start).OrderBy(e => e.Value.Start))
        {
            if (entry.Start < end) throw Refuse($"tensor '{MessageText.Of(name)}' overlaps another");
            if (entry.Start > end) throw Refuse($"bytes {end} to {entry.Start} before tensor '{MessageText.Of(name)}' are no tensor's");
            end = entry.End;
        }
        if (end < dataLength) throw Refuse($"{dataLength - end} bytes follow its last tensor");
    }

    private InvalidDataException Refuse(string reason) => SafetensorsFile.Refuse(_path, reason);
}
