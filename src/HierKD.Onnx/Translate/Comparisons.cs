using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Comparisons, truth values, and choices by them.</summary>
internal static class Comparisons
{
    public static IEnumerable<Operator> All =>
    [
        .. new[]
        {
            ("eq", "Equal"), ("ne", "Equal"), ("gt", "Greater"), ("ge", "GreaterOrEqual"), ("lt", "Less"), ("le", "LessOrEqual"),
        }.SelectMany(p => (Operator[])
        [
            new($"THSTensor_{p.Item1}", "tensor:T trg:T", (o, g) => Compare(o, g, p.Item2, p.Item1 == "ne")),
            new($"THSTensor_{p.Item1}_scalar", "tensor:T trg:S", (o, g) => Compare(o, g, p.Item2, p.Item1 == "ne")),
        ]),
        new("THSTensor_logical_not", "tensor:T", (o, g) => Logic(o, g, "Not", "tensor")),
        new("THSTensor_logical_and", "tensor:T other:T", (o, g) => Logic(o, g, "And", "tensor", "other")),
        new("THSTensor_logical_or", "tensor:T other:T", (o, g) => Logic(o, g, "Or", "tensor", "other")),
        new("THSTensor_logical_xor", "tensor:T other:T", (o, g) => Logic(o, g, "Xor", "tensor", "other")),
        new("THSTensor_where", "condition:T x:T y:T", Where),
        .. Operator.WithInPlace("THSTensor_masked_fill", "tensor:T mask:T value:S", Fill),
    ];

    private static void Compare(Operation operation, GraphBuilder graph, string kind, bool negated)
    {
        var left = operation.Operand("tensor");
        string[] sides;
        if (operation.Arguments["trg"] is IOperand right)
        {
            var type = promote_types(left.Type, right.Type);
            sides = [graph.Use(left, type), graph.Use(right, type)];
        }
        else
        {
            // A number takes part in the choice of the type only if the tensor's cannot hold its kind.
            var type = operation.Arguments["trg"] switch
            {
                double when !left.Type.IsFloat() => ScalarType.Float32,
                long when left.Type == ScalarType.Bool => ScalarType.Int64,
                _ => left.Type,
            };
            sides = [graph.Use(left, type), graph.Number(operation.Number("trg"), type)];
        }
        if (!negated)
        {
            graph.Result(operation, kind, sides);
            return;
        }
        graph.Result(operation, "Not", [graph.Node(kind, sides, ScalarType.Bool, operation.Result.Shape)]);
    }

    private static void Logic(Operation operation, GraphBuilder graph, string kind, params string[] names) =>
        graph.Result(operation, kind, [.. names.Select(name => graph.Use(operation.Operand(name), ScalarType.Bool))]);

    private static void Where(Operation operation, GraphBuilder graph)
    {
        var type = operation.Result.Type;
        graph.Result(operation, "Where",
        [
            graph.Use(operation.Operand("condition"), ScalarType.Bool), graph.Use(operation.Operand("x"), type),
            graph.Use(operation.Operand("y"), type),
        ]);
    }

    private static void Fill(Operation operation, GraphBuilder graph) => graph.Result(operation, "Where",
    [
        graph.Use(operation.Operand("mask"), ScalarType.Bool), graph.Number(operation.Number("value"), operation.Result.Type),
        graph.Use(operation.Operand("tensor")),
    ]);
}
