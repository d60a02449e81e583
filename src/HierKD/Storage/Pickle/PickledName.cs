namespace HierKD;

/// <summary>Something of Python's that a pickle names. It is compared with the few that are understood, and never looked up.</summary>
/// <param name="Module">The module.</param>
/// <param name="Name">The name in it.</param>
internal sealed record PickledName(string Module, string Name)
{
    private const string Storage = "Storage";

    /// <summary>The element types of storages: what they are in a safetensors file, and their size in bytes.</summary>
    private static readonly Dictionary<string, (string? Type, int Size)> Elements = new()
    {
        ["Double"] = ("F64", 8),
        ["Float"] = ("F32", 4),
        ["Half"] = ("F16", 2),
        ["BFloat16"] = ("BF16", 2),
        ["Long"] = ("I64", 8),
        ["Int"] = ("I32", 4),
        ["Short"] = ("I16", 2),
        ["Char"] = ("I8", 1),
        ["Byte"] = ("U8", 1),
        ["Bool"] = ("BOOL", 1),
        // Not read; the sizes say where the next storage of an old file begins.
        ["ComplexDouble"] = (null, 16),
        ["ComplexFloat"] = (null, 8),
        ["QInt8"] = (null, 1),
        ["QUInt8"] = (null, 1),
        ["QInt32"] = (null, 4),
        ["QUInt4x2"] = (null, 1),
        ["QUInt2x4"] = (null, 1),
        ["Untyped"] = (null, 1),
    };

    /// <summary>The kind of the elements, if this is the class of a storage.</summary>
    public (string? Type, int Size)? Element =>
        Module is "torch" or "torch.storage" or "torch.cuda" && Name.EndsWith(Storage, StringComparison.Ordinal)
            && Elements.TryGetValue(Name[..^Storage.Length], out var element) ? element : null;

    public bool Is(string module, string name) => Module == module && Name == name;

    public override string ToString() => $"{Module}.{Name}";
}
