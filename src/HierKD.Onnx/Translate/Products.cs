namespace HierKD.Onnx;

/// <summary>Products of matrices.</summary>
internal static class Products
{
    public static IEnumerable<Operator> All =>
    [
        new("THSNN_functional_linear", "input:T weights:T bias:T?", Linear),
        new("THSTensor_matmul", "tensor:T target:T", (o, g) => Product(o, g, "tensor", "target")),
        new("THSTensor_mm", "tensor:T target:T", (o, g) => Product(o, g, "tensor", "target")),
        new("THSTensor_mv", "tensor:T target:T", (o, g) => Product(o, g, "tensor", "target")),
        new("THSTensor_einsum", "location:N tensors:T*", (o, g) => g.Result(
            o, "Einsum", [.. o.Operands("tensors").Select(t => g.Use(t!))], ("equation", o.Text("location")!.Replace(" ", "")))),
        new("THSTensor_bmm", "batch1:T batch2:T", (o, g) => Product(o, g, "batch1", "batch2")),
    ];

    private static void Product(Operation operation, GraphBuilder graph, string left, string right) =>
        graph.Result(operation, "MatMul", [graph.Use(operation.Operand(left)), graph.Use(operation.Operand(right))]);

    private static void Linear(Operation operation, GraphBuilder graph)
    {
        var (input, weights, bias) = (operation.Operand("input"), operation.Operand("weights"), operation.OptionalOperand("bias"));
        var (type, shape) = (operation.Result.Type, operation.Result.Shape);
        if (input.Shape.Count == 2 && weights.Shape.Count == 2)
        {
            string[] inputs = [graph.Use(input), graph.Use(weights)];
            graph.Result(operation, "Gemm", bias is null ? inputs : [.. inputs, graph.Use(bias)], ("transB", 1L));
            return;
        }
        if (weights.Shape.Count != 2) throw operation.Refuse("its weight is no matrix.", "Give it a matrix.");
        // The weight stays as the model has it; runtimes turn it once, when they load the file.
        var turned = graph.Node("Transpose", [graph.Use(weights)], type, [weights.Shape[1], weights.Shape[0]], ("perm", (long[])[1, 0]));
        var product = graph.Node("MatMul", [graph.Use(input), turned], type, shape);
        graph.Bind(operation.Result, bias is null ? product : graph.Node("Add", [product, graph.Use(bias)], type, shape));
    }
}
