namespace HierKD.Onnx;

/// <summary>Divisions that round, and what they leave.</summary>
internal static class Remainders
{
    public static IEnumerable<Operator> All =>
    [
        .. Both("floor_divide", "left:T right", "left", "right", Floor),
        .. Both("true_divide", "left:T right", "left", "right", (x, y) => x.Then("Div", y)),
        .. Operator.WithInPlace("THSTensor_remainder", "tensor:T trg:T", (o, g) => Apply(o, g, "tensor", "trg", Remainder)),
        .. Operator.WithInPlace("THSTensor_remainder_scalar", "tensor:T scalar:S", (o, g) => Apply(o, g, "tensor", "scalar", Remainder)),
        .. Operator.WithInPlace("THSTensor_fmod", "tensor:T trg:T", (o, g) => Apply(o, g, "tensor", "trg", Modulus)),
        .. Operator.WithInPlace("THSTensor_fmod_scalar", "tensor:T scalar:S", (o, g) => Apply(o, g, "tensor", "scalar", Modulus)),
    ];

    /// <summary>The quotient, rounded down.</summary>
    public static Element Floor(Element x, Element y) => x.Type.IsFloat()
        ? x.Then("Div", y).Then("Floor")
        : x.Then("Sub", Remainder(x, y)).Then("Div", y);

    /// <summary>The quotient, rounded towards zero, as ONNX divides whole numbers.</summary>
    public static Element Truncated(Element x, Element y) =>
        x.Type.IsFloat() ? Functions.Truncate(x.Then("Div", y)) : x.Then("Div", y);

    // With the divisor's sign.
    private static Element Remainder(Element x, Element y) => x.Type.IsFloat()
        ? x.Then("Sub", x.Then("Div", y).Then("Floor").Then("Mul", y))
        : x.Then("Mod", y);

    // With the dividend's sign.
    private static Element Modulus(Element x, Element y) =>
        x with { Name = x.Graph.Node("Mod", [x.Name, y.Name], x.Type, x.Shape, ("fmod", 1L)) };

    private static IEnumerable<Operator> Both(
        string name, string signature, string left, string right, Func<Element, Element, Element> compute) =>
    [
        .. Operator.WithInPlace($"THSTensor_{name}", signature + ":T", (o, g) => Apply(o, g, left, right, compute)),
        .. Operator.WithInPlace($"THSTensor_{name}_scalar", signature + ":S", (o, g) => Apply(o, g, left, right, compute)),
    ];

    private static void Apply(
        Operation operation, GraphBuilder graph, string left, string right, Func<Element, Element, Element> compute)
    {
        var (type, shape) = (operation.Result.Type, operation.Result.Shape);
        var x = new Element(graph, graph.Use(operation.Operand(left), type), type, shape);
        var y = operation.Arguments[right] is IOperand operand
            ? x with { Name = graph.Use(operand, type) }
            : x.Number(operation.Number(right));
        graph.Bind(operation.Result, compute(x, y).Name);
    }
}
