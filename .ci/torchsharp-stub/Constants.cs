using System.Globalization;
using Mono.Cecil;

namespace HierKD.TorchSharpStub;

/// <summary>Default values and constants: the listing's text as a value of the type it stands for.</summary>
internal static class Constants
{
    public static object? Parse(string text, TypeReference type)
    {
        if (text == "null/default") return null;
        if (type is GenericInstanceType { ElementType.FullName: "System.Nullable`1" } nullable) type = nullable.GenericArguments[0];
        var culture = CultureInfo.InvariantCulture;
        return type.FullName switch
        {
            "System.Boolean" => bool.Parse(text),
            "System.String" => text[1..^1],
            "System.Char" => (char)int.Parse(text[3..^1], NumberStyles.HexNumber, culture),
            "System.Single" => float.Parse(text.TrimEnd('f'), culture),
            "System.Double" => double.Parse(text, culture),
            "System.Byte" => byte.Parse(text, culture),
            "System.SByte" => sbyte.Parse(text, culture),
            "System.Int16" => short.Parse(text, culture),
            "System.UInt16" => ushort.Parse(text, culture),
            "System.UInt32" => uint.Parse(text, culture),
            "System.Int64" => long.Parse(text, culture),
            "System.UInt64" => ulong.Parse(text, culture),
            // The rest are int and the enums, which the stub gives int as the underlying type.
            _ => int.Parse(text, culture),
        };
    }
}
