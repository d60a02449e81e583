using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Functions of single elements that networks rarely use: angles, roundings, thresholds, and questions about numbers.</summary>
internal static class Functions
{
    public static IEnumerable<Operator> All =>
    [
        .. new[]
        {
            ("sinh", "Sinh"), ("cosh", "Cosh"), ("tan", "Tan"), ("asin", "Asin"), ("acos", "Acos"), ("atan", "Atan"),
            ("arcsinh", "Asinh"), ("arccosh", "Acosh"), ("arctanh", "Atanh"), ("sgn", "Sign"),
        }.SelectMany(p => Of(p.Item1, x => x.Then(p.Item2))),
        .. Of("exp2", x => x.Number(2).Then("Pow", x)),
        .. Of("expm1", LessOne),
        .. Of("log2", x => x.Then("Log").Then("Mul", x.Number(1 / Math.Log(2)))),
        .. Of("log10", x => x.Then("Log").Then("Mul", x.Number(1 / Math.Log(10)))),
        .. Of("erfc", x => x.Number(1).Then("Sub", x.Then("Erf"))),
        .. Of("trunc", Truncate),
        .. Of("frac", x => x.Then("Sub", Truncate(x))),
        .. Operator.WithInPlace("THSTensor_round", "tensor:T decimals:N", (o, g) => Apply(o, g, x => o.Integer("decimals") == 0
            ? (o.Result.Type.IsFloat() ? x.Then("Round") : x)
            : throw o.Refuse("it rounds to decimals.", "Multiply, round to whole numbers, and divide."))),
        new("THSTensor_positive", "tensor:T", (o, g) => Apply(o, g, x => x)),
        new("THSTensor_softshrink", "tensor:T lambda:S", (o, g) =>
            Apply(o, g, x => x.Then("Shrink", ("lambd", o.Number("lambda")), ("bias", o.Number("lambda"))))),
        new("THSTensor_hardshrink", "tensor:T lambda:S", (o, g) => Apply(o, g, x => x.Then("Shrink", ("lambd", o.Number("lambda"))))),
        .. Operator.WithInPlace("THSTensor_threshold", "tensor:T threshold:S value:S", (o, g) => Apply(o, g, x => Threshold(o, g, x))),
        new("THSTensor_isnan", "tensor:T", (o, g) => Ask(o, g, "IsNaN")),
        new("THSTensor_isinf", "tensor:T", (o, g) => Ask(o, g, "IsInf")),
        new("THSTensor_isfinite", "tensor:T", (o, g) => g.Result(o, "Not",
            [g.Node("Or", [Question(o, g, "IsNaN"), Question(o, g, "IsInf")], ScalarType.Bool, o.Result.Shape)])),
    ];

    /// <summary>Towards zero.</summary>
    public static Element Truncate(Element x) => !x.Type.IsFloat() ? x : x.Then("Sign").Then("Mul", x.Then("Abs").Then("Floor"));

    // A difference with 1 loses what is small; the quotient makes up for it (Kahan).
    private static Element LessOne(Element x)
    {
        var power = x.Then("Exp");
        var apart = power.Then("Sub", x.Number(1));
        var corrected = apart.Then("Mul", x.Then("Div", power.Then("Log")));
        return x.Unless(apart, 0, corrected.Near(apart));
    }

    private static IEnumerable<Operator> Of(string name, Func<Element, Element> compute) =>
        Operator.WithInPlace("THSTensor_" + name, "tensor:T", (o, g) => Apply(o, g, compute));

    private static void Apply(Operation operation, GraphBuilder graph, Func<Element, Element> compute) =>
        graph.Bind(operation.Result, compute(Element.Of(operation, graph, "tensor")).Name);

    private static Element Threshold(Operation operation, GraphBuilder graph, Element x)
    {
        var above = graph.Node("Greater", [x.Name, x.Number(operation.Number("threshold")).Name], ScalarType.Bool, x.Shape);
        return x with { Name = graph.Node("Where", [above, x.Name, x.Number(operation.Number("value")).Name], x.Type, x.Shape) };
    }

    private static void Ask(Operation operation, GraphBuilder graph, string kind) =>
        graph.Bind(operation.Result, Question(operation, graph, kind));

    private static string Question(Operation operation, GraphBuilder graph, string kind)
    {
        var input = operation.Operand("tensor");
        var type = input.Type.IsFloat() ? input.Type : ScalarType.Float32;
        return graph.Node(kind, [graph.Use(input, type)], ScalarType.Bool, input.Shape);
    }
}
