namespace HierKD.Onnx;

/// <summary>Several sums and products in one operator.</summary>
internal static class Combinations
{
    public static IEnumerable<Operator> All =>
    [
        .. Operator.WithInPlace("THSTensor_addcmul", "tensor:T tensor1:T tensor2:T value:S", (o, g) => AddScaled(o, g, "Mul")),
        .. Operator.WithInPlace("THSTensor_addcdiv", "tensor:T tensor1:T tensor2:T value:S", (o, g) => AddScaled(o, g, "Div")),
        .. Operator.WithInPlace("THSTensor_lerp", "tensor:T end:T weight:T", Interpolate),
        .. Operator.WithInPlace("THSTensor_addmm", "mat:T mat1:T mat2:T beta:N alpha:N", (o, g) => AddProduct(o, g, "mat", "mat1", "mat2")),
        .. Operator.WithInPlace("THSTensor_addmv", "mat:T mat1:T vec2:T beta:N alpha:N", (o, g) => AddProduct(o, g, "mat", "mat1", "vec2")),
        new("THSTensor_baddbmm", "batch1:T batch2:T mat:T beta:N alpha:N", (o, g) => AddProduct(o, g, "mat", "batch1", "batch2")),
        new("THSTensor_outer", "input:T vec2:T", Outer),
        new("THSTensor_dot", "tensor:T target:T", (o, g) =>
            g.Result(o, "MatMul", [g.Use(o.Operand("tensor")), g.Use(o.Operand("target"))])),
        new("THSTensor_logaddexp", "tensor:T other:T", LogOfSum),
        new("THSTensor_hypot", "tensor:T other:T", Hypotenuse),
        new("THSNN_cosine_similarity", "input1:T input2:T dim:N eps:N", Cosine),
        new("THSNN_pairwise_distance", "input1:T input2:T p:N eps:N keepdim:N", Distance),
    ];

    private static string Use(Operation operation, GraphBuilder graph, string name) =>
        graph.Use(operation.Operand(name), operation.Result.Type);

    private static Dimension[] Common(Operation operation, string one, string other) =>
        Broadcast(operation.Operand(one).Shape, operation.Operand(other).Shape);

    private static Dimension[] Broadcast(IReadOnlyList<Dimension> one, IReadOnlyList<Dimension> other)
    {
        var rank = Math.Max(one.Count, other.Count);
        Dimension At(IReadOnlyList<Dimension> shape, int axis) => axis < rank - shape.Count ? 1 : shape[axis - rank + shape.Count];
        return [.. Enumerable.Range(0, rank).Select(axis => At(one, axis) == 1 ? At(other, axis) : At(one, axis))];
    }

    private static void AddScaled(Operation operation, GraphBuilder graph, string kind)
    {
        var (type, shape) = (operation.Result.Type, Common(operation, "tensor1", "tensor2"));
        var second = graph.Node(kind, [Use(operation, graph, "tensor1"), Use(operation, graph, "tensor2")], type, shape);
        second = Scaled(graph, second, operation.Number("value"), operation, shape);
        graph.Result(operation, "Add", [Use(operation, graph, "tensor"), second]);
    }

    private static string Scaled(GraphBuilder graph, string value, double factor, Operation operation, IReadOnlyList<Dimension> shape) =>
        factor == 1 ? value : graph.Node("Mul", [value, graph.Number(factor, operation.Result.Type)], operation.Result.Type, shape);

    private static void Interpolate(Operation operation, GraphBuilder graph)
    {
        var (type, start) = (operation.Result.Type, Use(operation, graph, "tensor"));
        var way = graph.Node("Sub", [Use(operation, graph, "end"), start], type, Common(operation, "tensor", "end"));
        var part = graph.Node("Mul", [way, Use(operation, graph, "weight")], type, operation.Result.Shape);
        graph.Result(operation, "Add", [start, part]);
    }

    private static void AddProduct(Operation operation, GraphBuilder graph, string added, string left, string right)
    {
        var (type, shape) = (operation.Result.Type, operation.Result.Shape);
        var product = graph.Node("MatMul", [Use(operation, graph, left), Use(operation, graph, right)], type, shape);
        product = Scaled(graph, product, operation.Number("alpha"), operation, shape);
        // A factor of 0 leaves even NaN out.
        if (operation.Number("beta") == 0)
        {
            graph.Bind(operation.Result, product);
            return;
        }
        var first = Scaled(graph, Use(operation, graph, added), operation.Number("beta"), operation, operation.Operand(added).Shape);
        graph.Result(operation, "Add", [first, product]);
    }

    private static void Outer(Operation operation, GraphBuilder graph)
    {
        var (type, shape) = (operation.Result.Type, operation.Result.Shape);
        var column = graph.Reshape(Use(operation, graph, "input"), type, [shape[0], 1]);
        graph.Result(operation, "Mul", [column, graph.Reshape(Use(operation, graph, "vec2"), type, [1, shape[1]])]);
    }

    // The larger one is taken out, so that no exponential overflows.
    private static void LogOfSum(Operation operation, GraphBuilder graph)
    {
        var (type, shape) = (operation.Result.Type, operation.Result.Shape);
        var (one, other) = (Use(operation, graph, "tensor"), Use(operation, graph, "other"));
        var most = new Element(graph, graph.Node("Max", [one, other], type, shape), type, shape);
        var apart = new Element(graph, graph.Node("Sub", [one, other], type, shape), type, shape).Then("Abs");
        graph.Bind(operation.Result, most.Then("Add", apart.Then("Neg").Then("Exp").Then("Add", apart.Number(1)).Then("Log")).Name);
    }

    private static void Hypotenuse(Operation operation, GraphBuilder graph)
    {
        var type = operation.Result.Type;
        string Square(string name) => graph.Node(
            "Mul", [Use(operation, graph, name), Use(operation, graph, name)], type, operation.Operand(name).Shape);
        graph.Result(operation, "Sqrt", [graph.Node("Add", [Square("tensor"), Square("other")], type, operation.Result.Shape)]);
    }

    private static void Cosine(Operation operation, GraphBuilder graph)
    {
        var (type, shape) = (operation.Result.Type, Common(operation, "input1", "input2"));
        var axis = operation.Axis("dim", shape.Length);
        var products = graph.Node("Mul", [Use(operation, graph, "input1"), Use(operation, graph, "input2")], type, shape);
        var sum = graph.Node("ReduceSum", [products, graph.Integers(axis)], type, operation.Result.Shape, ("keepdims", 0L));
        var lengths = graph.Node("Mul", [Length("input1"), Length("input2")], type, operation.Result.Shape);
        graph.Result(operation, "Div", [sum, lengths]);

        string Length(string name)
        {
            var own = operation.Operand(name).Shape;
            var place = axis - shape.Length + own.Count;
            if (place < 0 || own[place] != shape[axis]) throw operation.Refuse("its inputs have other sizes.", "Expand them first.");
            Dimension[] rest = [.. own.Take(place), .. own.Skip(place + 1)];
            var norm = graph.Node("ReduceL2", [Use(operation, graph, name)], type, rest, ("axes", (long[])[place]), ("keepdims", 0L));
            return graph.Node("Max", [norm, graph.Number(operation.Number("eps"), type)], type, rest);
        }
    }

    private static void Distance(Operation operation, GraphBuilder graph)
    {
        var (type, shape) = (operation.Result.Type, Common(operation, "input1", "input2"));
        var kind = operation.Number("p") switch
        {
            1 => "ReduceL1",
            2 => "ReduceL2",
            _ => throw operation.Refuse("it is neither the first nor the second norm.", "Compute it with pow and sum."),
        };
        var apart = graph.Node("Sub", [Use(operation, graph, "input1"), Use(operation, graph, "input2")], type, shape);
        var moved = graph.Node("Add", [apart, graph.Number(operation.Number("eps"), type)], type, shape);
        graph.Result(operation, kind, [moved],
            ("axes", (long[])[shape.Length - 1]), ("keepdims", operation.Truth("keepdim") ? 1L : 0L));
    }
}
