using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using HierKD.Tests.Run;

namespace HierKD.Reliability.Readers;

/// <summary><see cref="SafetensorsWeights.Load"/>, of a file of HierKD's own or of one as others write it.</summary>
internal sealed class WeightsReader : FileReader
{
    private readonly TinyNet _model;

    private WeightsReader(TinyNet model, byte[] whole, bool own)
        : base(whole, own, model) => _model = model;

    public static WeightsReader Create(bool own)
    {
        var model = TinyNet.Seeded();
        var whole = Written(path => SafetensorsWeights.Save(model, path));
        return new(model, own ? whole : WithoutChecksum(whole), own);
    }

    public override string Load(string path)
    {
        SafetensorsWeights.Load(_model, path);
        return Digest(TensorsOf(_model));
    }

    public override string State() => Digest(TensorsOf(_model));

    private static byte[] WithoutChecksum(byte[] whole)
    {
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(whole);
        var header = JsonNode.Parse(whole.AsSpan(8, length))!.AsObject();
        header["__metadata__"] = new JsonObject { ["format"] = "pt" };
        var text = Encoding.UTF8.GetBytes(header.ToJsonString());
        var prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)text.Length);
        return [.. prefix, .. text, .. whole.AsSpan(8 + length)];
    }
}
