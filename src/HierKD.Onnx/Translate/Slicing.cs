namespace HierKD.Onnx;

/// <summary>Parts of tensors.</summary>
internal static class Slicing
{
    /// <summary>The parameters that say an index expression.</summary>
    public const string Indices =
        "indexStarts:L@indicesLength indexEnds:L@indicesLength indexSteps:L@indicesLength indexTensors:T*@indicesLength indicesLength:-";

    public static IEnumerable<Operator> All =>
    [
        new("THSTensor_select", "tensor:T dim:N index:N", Select),
        new("THSTensor_narrow", "tensor:T dim:N start:N length:N", Narrow),
        new("THSTensor_slice", "tensor:T dim:N start:N length:N step:N", Slice),
        new("THSTensor_index", "tensor:T " + Indices, (o, g) => new IndexTranslation(o, g).Write()),
        .. Enumerable.Range(1, 6).Select(count => new Operator(
            $"THSTensor_get{count}", "handle:T " + string.Join(' ', Enumerable.Range(1, count).Select(i => $"i{i}:N")),
            (o, g) => Get(o, g, count))),
    ];

    private static void Select(Operation operation, GraphBuilder graph)
    {
        var input = operation.Operand("tensor");
        graph.Result(operation, "Gather", [graph.Use(input), graph.Index(operation.Integer("index"))],
            ("axis", (long)operation.Axis("dim", input.Shape.Count)));
    }

    private static void Get(Operation operation, GraphBuilder graph, int count)
    {
        var input = operation.Operand("handle");
        var value = graph.Use(input);
        for (var i = 1; i <= count; i++)
        {
            value = graph.Node(
                "Gather", [value, graph.Index(operation.Integer($"i{i}"))], input.Type, [.. input.Shape.Skip(i)], ("axis", 0L));
        }
        graph.Bind(operation.Result, value);
    }

    private static void Narrow(Operation operation, GraphBuilder graph)
    {
        var start = operation.Integer("start");
        var end = start + operation.Integer("length");
        // A negative start counts from the end, where the end of the whole is no number that counts from there.
        Slice(operation, graph, start, start < 0 && end == 0 ? long.MaxValue : end, 1);
    }

    private static void Slice(Operation operation, GraphBuilder graph) =>
        Slice(operation, graph, operation.Integer("start"), operation.Integer("length"), operation.Integer("step"));

    private static void Slice(Operation operation, GraphBuilder graph, long start, long end, long step)
    {
        var (input, axis) = (operation.Operand("tensor"), operation.Axis("dim", operation.Result.Rank));
        if (!input.Shape[axis].IsFixed && (start, end, step) is not (0, long.MaxValue, 1))
        {
            throw operation.Refuse("it takes a part of an axis that grows with the batch.", "Take parts of other axes.");
        }
        graph.Result(operation, "Slice",
            [graph.Use(input), graph.Integers(start), graph.Integers(end), graph.Integers(axis), graph.Integers(step)]);
    }
}
