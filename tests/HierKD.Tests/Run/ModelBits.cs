namespace HierKD.Tests.Run;

/// <summary>Every parameter and buffer of a model as bytes, by name.</summary>
internal static class ModelBits
{
    public static SortedDictionary<string, byte[]> Of(nn.Module model)
    {
        var bits = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (name, parameter) in model.named_parameters()) bits.Add(name, TensorAssert.Bits(parameter));
        foreach (var (name, buffer) in model.named_buffers()) bits.Add(name, TensorAssert.Bits(buffer));
        return bits;
    }

    public static void Write(nn.Module model, IReadOnlyDictionary<string, byte[]> bits)
    {
        foreach (var (name, parameter) in model.named_parameters()) parameter.bytes = bits[name];
        foreach (var (name, buffer) in model.named_buffers()) buffer.bytes = bits[name];
    }
}
