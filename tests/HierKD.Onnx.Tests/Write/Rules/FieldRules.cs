namespace HierKD.Onnx.Tests.Write;

/// <summary>Which fields messages have.</summary>
internal static class FieldRules
{
    /// <summary>Fields that IR version 8 does not know.</summary>
    public static IEnumerable<string> Unknown(ProtobufReader message, string what, params int[] known) =>
        message.Fields.Except(known).Select(field => $"{what} has a field {field}, which ONNX does not know.");

    /// <summary>A text that must be there once and not be empty.</summary>
    public static IEnumerable<string> Text(ProtobufReader message, int field, string what)
    {
        var texts = message.Texts(field).ToArray();
        if (texts.Length != 1) yield return $"{what} is there {texts.Length} times.";
        else if (texts[0].Length == 0) yield return $"{what} is empty.";
    }

    /// <summary>The only number of a field; 0 if there is none, or more.</summary>
    public static long Number(ProtobufReader message, int field) => message.Integers(field).ToArray() is [var only] ? only : 0;

    /// <summary>The only text of a field; empty if there is none, or more.</summary>
    public static string NameOf(ProtobufReader message, int field) => message.Texts(field).ToArray() is [var only] ? only : "";
}
