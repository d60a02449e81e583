using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Functions of single elements that networks use as activations, and softmax.</summary>
internal static class Activations
{
    public static IEnumerable<Operator> All =>
    [
        .. Elementwise("relu", (g, x) => x.Type.IsFloat() ? x.Then("Relu") : x.Then("Max", x.Number(0))),
        .. Elementwise("sigmoid", (g, x) => x.Then("Sigmoid")),
        .. Elementwise("tanh", (g, x) => x.Then("Tanh")),
        .. Elementwise("relu6", (g, x) => x.Then("Clip", x.Number(0), x.Number(6))),
        .. Elementwise("silu", (g, x) => x.Then("Mul", x.Then("Sigmoid"))),
        .. Elementwise("hardsigmoid", (g, x) => HardSigmoid(x)),
        .. Elementwise("hardswish", (g, x) => x.Then("Mul", HardSigmoid(x))),
        .. Elementwise("selu", (g, x) => x.Then("Selu")),
        .. Elementwise("gelu", (g, x) => Gelu(x)),
        new("THSTensor_log_sigmoid", "tensor:T", (o, g) => Apply(o, g, x => x.Then("Neg").Then("Softplus").Then("Neg"))),
        .. Operator.WithInPlace("THSTensor_gelu_with_approximate", "tensor:T approximate:N", (o, g) =>
            Apply(o, g, x => o.Text("approximate") == "tanh" ? GeluByTanh(x) : Gelu(x))),
        .. Operator.WithInPlace("THSTensor_leaky_relu", "tensor:T negative_slope:S", (o, g) =>
            Apply(o, g, x => x.Then("LeakyRelu", ("alpha", o.Number("negative_slope"))))),
        .. Operator.WithInPlace("THSTensor_elu", "tensor:T alpha:S scale:S input_scale:S", Elu),
        .. Operator.WithInPlace("THSTensor_celu", "tensor:T alpha:S", (o, g) =>
            Apply(o, g, x => x.Then("Celu", ("alpha", o.Number("alpha"))))),
        .. Operator.WithInPlace("THSTensor_hardtanh", "tensor:T min:S max:S", (o, g) =>
            Apply(o, g, x => x.Then("Clip", x.Number(o.Number("min")), x.Number(o.Number("max"))))),
        new("THSTensor_softplus", "tensor:T beta:S threshold:S", Softplus),
        new("THSTensor_prelu", "tensor:T trg:T", PRelu),
        new("THSTensor_glu", "tensor:T dim:N", Glu),
        new("THSSpecial_softmax", "tensor:T dim:N scalar_type:-", (o, g) => Softmax(o, g, "Softmax")),
        new("THSSpecial_log_softmax", "tensor:T dim:N scalar_type:-", (o, g) => Softmax(o, g, "LogSoftmax")),
    ];

    private static IEnumerable<Operator> Elementwise(string name, Func<GraphBuilder, Element, Element> compute) =>
        Operator.WithInPlace("THSTensor_" + name, "tensor:T", (o, g) => Apply(o, g, x => compute(g, x)));

    private static void Apply(Operation operation, GraphBuilder graph, Func<Element, Element> compute) =>
        graph.Bind(operation.Result, compute(Element.Of(operation, graph, "tensor")).Name);

    private static Element HardSigmoid(Element x) => x.Then("HardSigmoid", ("alpha", 1.0 / 6), ("beta", 0.5));

    private static Element Gelu(Element x) =>
        x.Then("Mul", x.Then("Div", x.Number(Math.Sqrt(2))).Then("Erf").Then("Add", x.Number(1))).Then("Mul", x.Number(0.5));

    private static Element GeluByTanh(Element x)
    {
        var cube = x.Then("Mul", x).Then("Mul", x).Then("Mul", x.Number(0.044715));
        var tanh = x.Then("Add", cube).Then("Mul", x.Number(Math.Sqrt(2 / Math.PI))).Then("Tanh");
        return x.Then("Mul", tanh.Then("Add", x.Number(1))).Then("Mul", x.Number(0.5));
    }

    private static void Elu(Operation operation, GraphBuilder graph)
    {
        if (operation.Number("scale") != 1 || operation.Number("input_scale") != 1)
        {
            throw operation.Refuse("it scales its input or output.", "Multiply before or behind it.");
        }
        Apply(operation, graph, x => x.Then("Elu", ("alpha", operation.Number("alpha"))));
    }

    private static void Softplus(Operation operation, GraphBuilder graph)
    {
        var (beta, threshold) = (operation.Number("beta"), operation.Number("threshold"));
        Apply(operation, graph, x =>
        {
            var scaled = beta == 1 ? x : x.Then("Mul", x.Number(beta));
            var smooth = scaled.Then("Softplus");
            if (beta != 1) smooth = smooth.Then("Div", x.Number(beta));
            // From torch's own threshold of 20 on there is no difference in float32.
            if (threshold >= 20) return smooth;
            var isLinear = graph.Node("Greater", [scaled.Name, x.Number(threshold).Name], ScalarType.Bool, x.Shape);
            return x with { Name = graph.Node("Where", [isLinear, x.Name, smooth.Name], x.Type, x.Shape) };
        });
    }

    private static void PRelu(Operation operation, GraphBuilder graph)
    {
        var (input, slope) = (operation.Operand("tensor"), operation.Operand("trg"));
        Dimension[] shape = slope.Shape is [{ Fixed: > 1 } channels]
            ? [channels, .. Enumerable.Repeat((Dimension)1, Math.Max(0, input.Shape.Count - 2))]
            : [1];
        graph.Result(operation, "PRelu", [graph.Use(input), graph.Reshape(graph.Use(slope), slope.Type, shape)]);
    }

    private static void Glu(Operation operation, GraphBuilder graph)
    {
        var (input, result) = (operation.Operand("tensor"), operation.Result);
        var axis = operation.Axis("dim", result.Rank);
        if (!result.Shape[axis].IsFixed) throw operation.Refuse("it divides an axis that grows with the batch.", "Divide another axis.");
        var half = result.Shape[axis].Fixed;
        var parts = graph.Nodes(
            "Split", [graph.Use(input), graph.Integers(half, half)], result.Type, [result.Shape, result.Shape], ("axis", (long)axis));
        graph.Result(operation, "Mul", [parts[0], graph.Node("Sigmoid", [parts[1]], result.Type, result.Shape)]);
    }

    private static void Softmax(Operation operation, GraphBuilder graph, string kind) => graph.Result(
        operation, kind, [graph.Use(operation.Operand("tensor"), operation.Result.Type)],
        ("axis", (long)operation.Axis("dim", operation.Result.Rank)));
}
