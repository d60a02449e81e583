using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Sums, products, powers, and functions of single elements that are no activations.</summary>
internal static class Arithmetic
{
    public static IEnumerable<Operator> All =>
    [
        .. Operator.WithInPlace("THSTensor_add", "tensor:T trg:T alpha:S", (o, g) => Add(o, g, Second(o, g, "trg"))),
        .. Operator.WithInPlace("THSTensor_add_scalar", "tensor:T trg:S alpha:S", (o, g) => Add(o, g, Number(o, g, "trg"))),
        .. Operator.WithInPlace("THSTensor_sub", "tensor:T trg:T", (o, g) => Binary(o, g, "Sub", Second(o, g, "trg"))),
        .. Operator.WithInPlace("THSTensor_sub_scalar", "tensor:T trg:S", (o, g) => Binary(o, g, "Sub", Number(o, g, "trg"))),
        .. Operator.WithInPlace("THSTensor_mul", "tensor:T target:T", (o, g) => Binary(o, g, "Mul", Second(o, g, "target"))),
        new("THSTensor_mul_scalar", "tensor:T scalar:S", (o, g) => Binary(o, g, "Mul", Number(o, g, "scalar"))),
        new("THSTensor_mul_scalar_", "tensor:T target:S", (o, g) => Binary(o, g, "Mul", Number(o, g, "target"))),
        .. Operator.WithInPlace("THSTensor_div", "tensor:T trg:T rounding_mode:N", (o, g) => Divide(o, g, Second(o, g, "trg"))),
        .. Operator.WithInPlace("THSTensor_div_scalar", "tensor:T trg:S rounding_mode:N", (o, g) => Divide(o, g, Number(o, g, "trg"))),
        .. Operator.WithInPlace("THSTensor_pow", "tensor:T exponent:T", (o, g) => Binary(o, g, "Pow", Second(o, g, "exponent"))),
        .. Operator.WithInPlace("THSTensor_pow_scalar", "tensor:T scalar:S", (o, g) => Binary(o, g, "Pow", Number(o, g, "scalar"))),
        .. Operator.WithInPlace("THSTensor_clamp", "input:T min:S max:S", Clamp),
        .. Operator.WithInPlace("THSTensor_clamp_tensor", "input:T min:T? max:T?", ClampByTensors),
        .. Operator.WithInPlace("THSTensor_clamp_min", "input:T min:S", Clamp),
        .. Operator.WithInPlace("THSTensor_clamp_max", "input:T max:S", Clamp),
        new("THSTensor_max_elementwise", "tensor:T other:T", (o, g) => Binary(o, g, "Max", Second(o, g, "other"))),
        new("THSTensor_min_elementwise", "tensor:T other:T", (o, g) => Binary(o, g, "Min", Second(o, g, "other"))),
        .. Operator.WithInPlace("THSTensor_nan_to_num", "tensor:T nan:D posinf:D neginf:D", NanToNumber),
        .. Operator.WithInPlace("THSTensor_rsqrt", "tensor:T", (o, g) => Unary(o, g, "Sqrt", "Reciprocal")),
        .. Operator.WithInPlace("THSTensor_log1p", "tensor:T", LogOfOneMore),
        .. new[]
        {
            ("exp", "Exp"), ("log", "Log"), ("sqrt", "Sqrt"), ("abs", "Abs"), ("neg", "Neg"), ("floor", "Floor"), ("ceil", "Ceil"),
            ("erf", "Erf"), ("sin", "Sin"), ("cos", "Cos"), ("reciprocal", "Reciprocal"), ("sign", "Sign"),
        }.SelectMany(p => Operator.WithInPlace("THSTensor_" + p.Item1, "tensor:T", (o, g) => Unary(o, g, p.Item2))),
    ];

    private static void Unary(Operation operation, GraphBuilder graph, params string[] kinds) => graph.Bind(
        operation.Result, kinds.Where(kind => operation.Result.Type.IsFloat() || kind is not ("Floor" or "Ceil"))
            .Aggregate(Element.Of(operation, graph, "tensor"), (value, kind) => value.Then(kind)).Name);

    private static void LogOfOneMore(Operation operation, GraphBuilder graph)
    {
        // A sum with 1 loses what is small; the quotient makes up for it (Kahan).
        var x = Element.Of(operation, graph, "tensor");
        var sum = x.Then("Add", x.Number(1));
        var apart = sum.Then("Sub", x.Number(1));
        var (log, corrected) = (sum.Then("Log"), sum.Then("Log").Then("Mul", x.Then("Div", apart)));
        graph.Bind(operation.Result, x.Unless(apart, 0, corrected.Near(log)).Name);
    }

    private static string First(Operation operation, GraphBuilder graph) => graph.Use(operation.Operand("tensor"), operation.Result.Type);

    private static string Second(Operation operation, GraphBuilder graph, string name) =>
        graph.Use(operation.Operand(name), operation.Result.Type);

    private static string Number(Operation operation, GraphBuilder graph, string name) =>
        graph.Number(operation.Arguments[name]!, operation.Result.Type);

    private static void Binary(Operation operation, GraphBuilder graph, string kind, string second) =>
        graph.Result(operation, kind, [First(operation, graph), second]);

    private static void Add(Operation operation, GraphBuilder graph, string second)
    {
        var alpha = operation.OptionalNumber("alpha") ?? 1;
        if (alpha != 1)
        {
            var shape = operation.Arguments["trg"] is IOperand operand ? operand.Shape : [];
            second = graph.Node("Mul", [second, graph.Number(alpha, operation.Result.Type)], operation.Result.Type, shape);
        }
        Binary(operation, graph, "Add", second);
    }

    private static void Divide(Operation operation, GraphBuilder graph, string second)
    {
        var (mode, type, shape) = (operation.Text("rounding_mode"), operation.Result.Type, operation.Result.Shape);
        var divisor = operation.Arguments["trg"] is IOperand operand ? operand.Shape : [];
        var (x, y) = (new Element(graph, First(operation, graph), type, shape), new Element(graph, second, type, divisor));
        graph.Bind(operation.Result, mode switch
        {
            null => x.Then("Div", y).Name,
            "floor" => Remainders.Floor(x, y).Name,
            "trunc" => Remainders.Truncated(x, y).Name,
            _ => throw operation.Refuse($"it rounds by '{mode}'.", "Use floor or trunc."),
        });
    }

    private static void Clamp(Operation operation, GraphBuilder graph)
    {
        string Bound(string name) => operation.Arguments.GetValueOrDefault(name) is null ? "" : Number(operation, graph, name);

        graph.Result(
            operation, "Clip", [graph.Use(operation.Operand("input"), operation.Result.Type), Bound("min"), Bound("max")]);
    }

    private static void ClampByTensors(Operation operation, GraphBuilder graph)
    {
        var (type, shape) = (operation.Result.Type, operation.Result.Shape);
        var value = graph.Use(operation.Operand("input"), type);
        if (operation.OptionalOperand("min") is { } least) value = graph.Node("Max", [value, graph.Use(least, type)], type, shape);
        if (operation.OptionalOperand("max") is { } most) value = graph.Node("Min", [value, graph.Use(most, type)], type, shape);
        graph.Bind(operation.Result, value);
    }

    private static void NanToNumber(Operation operation, GraphBuilder graph)
    {
        var (type, shape) = (operation.Result.Type, operation.Result.Shape);
        if (type != ScalarType.Float32) throw operation.Refuse($"its elements are of type {type}.", "Use float32.");
        var input = First(operation, graph);
        var isNan = graph.Node("IsNaN", [input], ScalarType.Bool, shape);
        var result = graph.Node("Where", [isNan, graph.Number(operation.OptionalNumber("nan") ?? 0, type), input], type, shape);
        foreach (var (name, sign, most) in new[] { ("posinf", 1, float.MaxValue), ("neginf", -1, float.MinValue) })
        {
            var isInfinite = graph.Node(
                "IsInf", [result], ScalarType.Bool, shape,
                ("detect_positive", sign > 0 ? 1L : 0L), ("detect_negative", sign < 0 ? 1L : 0L));
            var number = graph.Number(operation.OptionalNumber(name) ?? most, type);
            result = graph.Node("Where", [isInfinite, number, result], type, shape);
        }
        graph.Bind(operation.Result, result);
    }
}
