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
        .. Operator.WithInPlace("THSTensor_logical_not", "tensor:T", (o, g) => Logic(o, g, "Not", "tensor")),
        .. Operator.WithInPlace("THSTensor_logical_and", "tensor:T other:T", (o, g) => Logic(o, g, "And", "tensor", "other")),
        .. Operator.WithInPlace("THSTensor_logical_or", "tensor:T other:T", (o, g) => Logic(o, g, "Or", "tensor", "other")),
        .. Operator.WithInPlace("THSTensor_logical_xor", "tensor:T other:T", (o, g) => Logic(o, g, "Xor", "tensor", "other")),
        .. Operator.WithInPlace("THSTensor_bitwise_and", "tensor:T other:T", (o, g) => Truths(o, g, "And", "tensor", "other")),
        .. Operator.WithInPlace("THSTensor_bitwise_or", "tensor:T other:T", (o, g) => Truths(o, g, "Or", "tensor", "other")),
        .. Operator.WithInPlace("THSTensor_bitwise_xor", "tensor:T other:T", (o, g) => Truths(o, g, "Xor", "tensor", "other")),
        .. Operator.WithInPlace("THSTensor_bitwise_not", "tensor:T", (o, g) => Truths(o, g, "Not", "tensor")),
        new("THSTensor_where", "condition:T x:T y:T", Where),
        .. Operator.WithInPlace("THSTensor_masked_fill", "tensor:T mask:T value:S", Fill),
    ];

    private static void Compare(Operation operation, GraphBuilder graph, string kind, bool negated)
    {
        var left = operation.Operand("tensor");
        string[] sides;
        if (operation.Arguments["trg"] is IOperand right)
        {
            var type = Common(left, right);
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
            sides = [graph.Use(left, type), graph.Number(operation.Arguments["trg"]!, type)];
        }
        if (!negated)
        {
            graph.Result(operation, kind, sides);
            return;
        }
        graph.Result(operation, "Not", [graph.Node(kind, sides, ScalarType.Bool, operation.Result.Shape)]);
    }

    // A tensor without axes takes part in the choice only if the other's type cannot hold its kind of number.
    private static ScalarType Common(IOperand left, IOperand right)
    {
        if (left.Shape.Count == 0 == (right.Shape.Count == 0)) return promote_types(left.Type, right.Type);
        var (whole, single) = left.Shape.Count == 0 ? (right.Type, left.Type) : (left.Type, right.Type);
        return Kind(whole) >= Kind(single) ? whole : promote_types(whole, single);
    }

    private static int Kind(ScalarType type) => type.IsFloat() ? 2 : type == ScalarType.Bool ? 0 : 1;

    private static void Logic(Operation operation, GraphBuilder graph, string kind, params string[] names) =>
        graph.Result(operation, kind, [.. names.Select(name => graph.Use(operation.Operand(name), ScalarType.Bool))]);

    private static void Truths(Operation operation, GraphBuilder graph, string kind, params string[] names)
    {
        if (operation.Result.Type != ScalarType.Bool)
        {
            throw operation.Refuse("it works on the bits of whole numbers.", "Compare them, and combine the truth values.");
        }
        Logic(operation, graph, kind, names);
    }

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
        graph.Use(operation.Operand("mask"), ScalarType.Bool), graph.Number(operation.Arguments["value"]!, operation.Result.Type),
        graph.Use(operation.Operand("tensor")),
    ]);
}
