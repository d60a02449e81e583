namespace HierKD;

/// <summary>Something of Python's that a pickle names.</summary>
/// <param name="Module">The module.</param>
/// <param name="Name">The name in it.</param>
internal sealed record PickledName(string Module, string Name)
{
    public static readonly PickledName OrderedDict = new("collections", "OrderedDict");
    public static readonly PickledName RebuildTensor = new("torch._utils", "_rebuild_tensor_v2");
    public static readonly PickledName RebuildParameter = new("torch._utils", "_rebuild_parameter");

    private const string Storage = "Storage";

    private static readonly Dictionary<string, string> ElementTypes = new()
    {
        ["Double"] = "F64",
        ["Float"] = "F32",
        ["Half"] = "F16",
        ["BFloat16"] = "BF16",
        ["Long"] = "I64",
        ["Int"] = "I32",
        ["Short"] = "I16",
        ["Char"] = "I8",
        ["Byte"] = "U8",
        ["Bool"] = "BOOL",
    };

    /// <summary>The element type, if this is the class of a storage.</summary>
    public string? ElementType => Module == "torch"
        && Name.EndsWith(Storage, StringComparison.Ordinal) ? ElementTypes.GetValueOrDefault(Name[..^Storage.Length]) : null;

    /// <summary>Whether a file of weights has any use for it.</summary>
    public bool IsAllowed => this == OrderedDict || this == RebuildTensor || this == RebuildParameter || ElementType is not null;

    public override string ToString() => $"{Module}.{Name}";
}
