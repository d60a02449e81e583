namespace HierKD.Onnx.Tests.Write;

/// <summary>ONNX's numbers for the types of elements, and names for the sets of them that operators take.</summary>
internal static class ElementTypeSet
{
    private static readonly Dictionary<string, int> Numbers = new()
    {
        ["f32"] = 1,
        ["u8"] = 2,
        ["i8"] = 3,
        ["u16"] = 4,
        ["i16"] = 5,
        ["i32"] = 6,
        ["i64"] = 7,
        ["text"] = 8,
        ["bool"] = 9,
        ["f16"] = 10,
        ["f64"] = 11,
        ["u32"] = 12,
        ["u64"] = 13,
        ["c64"] = 14,
        ["c128"] = 15,
        ["bf16"] = 16,
    };

    private static readonly Dictionary<string, string> Sets = new()
    {
        ["real"] = "f16 f32 f64",
        ["float"] = "f16 f32 f64 bf16",
        ["index"] = "i32 i64",
        ["whole"] = "u8 u16 u32 u64 i8 i16 i32 i64",
        ["signed"] = "f16 f32 f64 bf16 i8 i16 i32 i64",
        ["sized"] = "f16 f32 f64 bf16 u32 u64 i32 i64",
        ["number"] = "f16 f32 f64 bf16 u8 u16 u32 u64 i8 i16 i32 i64",
        ["any"] = "f16 f32 f64 bf16 u8 u16 u32 u64 i8 i16 i32 i64 bool text c64 c128",
    };

    /// <summary>The numbers of types and sets that are separated by commas.</summary>
    public static IReadOnlySet<int> Of(string names) => names.Split(',')
        .SelectMany(name => Sets.GetValueOrDefault(name, name).Split(' '))
        .Select(name => Numbers[name])
        .ToHashSet();

    /// <summary>The name of a type.</summary>
    public static string NameOf(int number) => Numbers.SingleOrDefault(n => n.Value == number).Key ?? $"type {number}";

    /// <summary>How many bytes an element takes; 0 for one of a type that is unknown or has no fixed size.</summary>
    public static int BytesOf(int number) => NameOf(number) switch
    {
        "u8" or "i8" or "bool" => 1,
        "u16" or "i16" or "f16" or "bf16" => 2,
        "u32" or "i32" or "f32" => 4,
        "u64" or "i64" or "f64" or "c64" => 8,
        "c128" => 16,
        _ => 0,
    };
}
