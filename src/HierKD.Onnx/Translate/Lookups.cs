using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Elements by indices that are tensors.</summary>
internal static class Lookups
{
    public static IEnumerable<Operator> All =>
    [
        new("THSNN_Embedding_forward", "module:M tensor:T", Embed),
        new("THSTensor_index_select", "tensor:T dim:N index:T", (o, g) => Find(o, g, "Gather")),
        new("THSTensor_gather", "tensor:T dim:N index:T", (o, g) => Find(o, g, "GatherElements")),
    ];

    private static void Embed(Operation operation, GraphBuilder graph)
    {
        var path = ((ModuleReference)operation.Arguments["module"]!).Path;
        var weight = graph.Paths.At(path).named_parameters().First(p => p.name == "weight").parameter;
        var name = graph.Parameter(path.Length == 0 ? "weight" : path + ".weight", weight);
        graph.Result(operation, "Gather", [name, graph.Use(operation.Operand("tensor"))], ("axis", 0L));
    }

    private static void Find(Operation operation, GraphBuilder graph, string kind)
    {
        var (input, index) = (operation.Operand("tensor"), operation.Operand("index"));
        graph.Result(operation, kind, [graph.Use(input), graph.Use(index, ScalarType.Int64)],
            ("axis", (long)operation.Axis("dim", input.Shape.Count)));
    }
}
