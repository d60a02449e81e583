namespace HierKD.Onnx.Tests.Write;

/// <summary>What holds for what a file says of a value: a name, and the type of a tensor with a shape.</summary>
internal static class ValueRules
{
    public static IEnumerable<string> Broken(ProtobufReader value)
    {
        var name = $"The value '{FieldRules.NameOf(value, 1)}'";
        var broken = FieldRules.Unknown(value, name, 1, 2, 3).Concat(FieldRules.Text(value, 1, $"{name}'s name")).ToList();
        if (Tensor(value) is not { } tensor) return broken.Append($"{name} is said to be no tensor.");
        broken.AddRange(FieldRules.Unknown(tensor, name, 1, 2));
        if (ElementTypeSet.BytesOf(ElementTypeOf(value)) == 0) broken.Add($"{name} has elements of no known type.");
        if (tensor.Count(2) != 1) return broken.Append($"{name} has {tensor.Count(2)} shapes.");
        broken.AddRange(tensor.Message(2).Messages(1).SelectMany((size, axis) => Size(size, $"{name}, axis {axis},")));
        return broken;
    }

    /// <summary>The number of the type of its elements; 0 if it says none.</summary>
    public static int ElementTypeOf(ProtobufReader value) => Tensor(value) is { } tensor ? (int)FieldRules.Number(tensor, 1) : 0;

    /// <summary>What it says of each axis: a size, or the name of one.</summary>
    public static IReadOnlyList<(long Size, string Name)> ShapeOf(ProtobufReader value) =>
        [.. Tensor(value)!.Message(2).Messages(1).Select(size => (FieldRules.Number(size, 1), FieldRules.NameOf(size, 2)))];

    private static ProtobufReader? Tensor(ProtobufReader value) =>
        value.Messages(2).ToArray() is [var type] && type.Fields.SequenceEqual([1]) && type.Messages(1).ToArray() is [var tensor]
            ? tensor
            : null;

    private static IEnumerable<string> Size(ProtobufReader size, string what)
    {
        foreach (var broken in FieldRules.Unknown(size, what, 1, 2)) yield return broken;
        if (size.Count(1) + size.Count(2) != 1) yield return $"{what} has {size.Count(1)} sizes and {size.Count(2)} names.";
        if (size.Integers(1).Any(s => s < 0) || size.Texts(2).Any(t => t.Length == 0)) yield return $"{what} has no size.";
    }
}
