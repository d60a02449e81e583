namespace HierKD.Onnx.Tests.Write;

/// <summary>An input or output as an operator declares it.</summary>
/// <param name="Type">The type of its elements, or a variable that stands for several.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
/// <param name="IsRepeated">Whether more of its kind may follow; it is the last one then.</param>
internal sealed record FormalParameter(string Type, bool IsOptional, bool IsRepeated)
{
    /// <summary>Reads a type with <c>?</c> behind it for an optional one, or <c>*</c> for any number from one on.</summary>
    public static FormalParameter Parse(string text) => new(text.TrimEnd('?', '*'), text.EndsWith('?'), text.EndsWith('*'));
}
