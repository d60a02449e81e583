using static TorchSharp.torch;

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

    /// <summary>The quotient, rounded down. That of real numbers is made of their remainder, as a quotient itself is rounded.</summary>
    public static Element Floor(Element x, Element y)
    {
        var quotient = x.Then("Sub", Remainder(x, y)).Then("Div", y);
        return x.Type.IsFloat() ? quotient.Then("Round") : quotient;
    }

    /// <summary>The quotient, rounded towards zero, as ONNX divides whole numbers.</summary>
    public static Element Truncated(Element x, Element y) =>
        x.Type.IsFloat() ? Functions.Truncate(x.Then("Div", y)) : x.Then("Div", y);

    // With the divisor's sign.
    private static Element Remainder(Element x, Element y)
    {
        if (!x.Type.IsFloat()) return x.Then("Mod", y);
        var left = Modulus(x, y);
        // Of the other sign than the divisor's it is moved by one divisor; a product tells, and nothing that is left has no sign.
        var isOther = x.Graph.Node(
            "Less", [left.Then("Sign").Then("Mul", y.Then("Sign")).Name, x.Number(0).Name], ScalarType.Bool, x.Shape);
        return x with { Name = x.Graph.Node("Where", [isOther, left.Then("Add", y).Name, left.Name], x.Type, x.Shape) };
    }

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
            ? x with { Name = graph.Use(operand, type), Shape = operand.Shape }
            : x with { Name = graph.Number(operation.Arguments[right]!, type), Shape = [] };
        graph.Bind(operation.Result, compute(x, y).Name);
    }
}
