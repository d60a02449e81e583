namespace HierKD.Onnx;

/// <summary>Dividing tensors and putting them together.</summary>
internal static class Splitting
{
    public static IEnumerable<Operator> All =>
    [
        new("THSTensor_chunk", "tensor:T allocator:A chunks:N dim:N", Split),
        new("THSTensor_split_with_size", "tensor:T allocator:A size:N dim:N", Split),
        new("THSTensor_split_with_sizes", "tensor:T allocator:A psizes:L dim:N", Split),
        new("THSTensor_tensor_split_with_size", "tensor:T allocator:A size:N dim:N", Split),
        new("THSTensor_tensor_split_with_sizes", "tensor:T allocator:A psizes:L dim:N", Split),
        new("THSTensor_unbind", "tensor:T allocator:A dim:N", Unbind),
        new("THSTensor_cat", "tensor:T* dim:N", Concatenate),
        new("THSTensor_stack", "tensor:T* dim:N", Stack),
    ];

    private static void Split(Operation operation, GraphBuilder graph)
    {
        var axis = operation.Axis("dim", operation.Result.Rank);
        var parts = Parts(operation, graph, axis, [.. operation.Results.Select(r => r.Shape)]);
        foreach (var (result, part) in operation.Results.Zip(parts)) graph.Bind(result, part);
    }

    private static void Unbind(Operation operation, GraphBuilder graph)
    {
        var axis = operation.Axis("dim", operation.Operand("tensor").Shape.Count);
        var parts = Parts(operation, graph, axis,
            [.. operation.Results.Select(r => (Dimension[])[.. r.Shape.Take(axis), 1, .. r.Shape.Skip(axis)])]);
        foreach (var (result, part) in operation.Results.Zip(parts)) graph.Bind(result, graph.Reshape(part, result.Type, result.Shape));
    }

    private static string[] Parts(Operation operation, GraphBuilder graph, int axis, IReadOnlyList<IReadOnlyList<Dimension>> shapes)
    {
        var input = operation.Operand("tensor");
        if (!input.Shape[axis].IsFixed) throw operation.Refuse("it divides an axis that grows with the batch.", "Divide another axis.");
        if (shapes.Count == 1) return [graph.Use(input)];
        var sizes = graph.Integers([.. shapes.Select(s => s[axis].Fixed)]);
        return graph.Nodes("Split", [graph.Use(input), sizes], input.Type, shapes, ("axis", (long)axis));
    }

    private static void Concatenate(Operation operation, GraphBuilder graph)
    {
        var result = operation.Result;
        // Torch has always let an empty tensor of one axis be put together with anything.
        var parts = operation.Operands("tensor").OfType<IOperand>().Where(o => o.Shape is not [{ IsFixed: true, Fixed: 0 }])
            .Select(o => graph.Use(o, result.Type)).ToArray();
        if (parts.Length == 0) throw operation.Refuse("all of its tensors are empty.", "Leave them out.");
        graph.Result(operation, "Concat", parts, ("axis", (long)operation.Axis("dim", result.Rank)));
    }

    private static void Stack(Operation operation, GraphBuilder graph)
    {
        var result = operation.Result;
        var axis = operation.Axis("dim", result.Rank);
        Dimension[] one = [.. result.Shape.Take(axis), 1, .. result.Shape.Skip(axis + 1)];
        var parts = operation.Operands("tensor").Select(o => graph.Reshape(graph.Use(o!, result.Type), result.Type, one)).ToArray();
        graph.Result(operation, "Concat", parts, ("axis", (long)axis));
    }
}
