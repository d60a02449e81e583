namespace HierKD.Onnx;

/// <summary>Assignments to parts of tensors, such as <c>x[.., 0..2] = y</c>.</summary>
internal static class Assignments
{
    public static IEnumerable<Operator> All =>
    [
        new("THSTensor_index_put_", $"tensor:T {Slicing.Indices} value:T accumulate:N", (o, g) => new Assignment(o, g, "tensor").Write()),
        new("THSTensor_index_put_scalar_", $"tensor:T {Slicing.Indices} value:S", (o, g) => new Assignment(o, g, "tensor").Write()),
        .. Enumerable.Range(1, 6).Select(count => new Operator(
            $"THSTensor_set{count}", "handle:T " + string.Join(' ', Enumerable.Range(1, count).Select(i => $"i{i}:N")) + " value:T",
            (o, g) => new Assignment(o, g, "handle").WriteAt([.. Enumerable.Range(1, count).Select(i => o.Integer($"i{i}"))]))),
    ];
}
