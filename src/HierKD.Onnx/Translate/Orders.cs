using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Extremes with their places, the largest elements, and sums so far.</summary>
internal static class Orders
{
    public static IEnumerable<Operator> All =>
    [
        new("THSTensor_max_along_dimension", "tensor:T allocator:A dim:N keep_dim:N", (o, g) => Extreme(o, g, "ReduceMax", "ArgMax")),
        new("THSTensor_min_along_dimension", "tensor:T allocator:A dim:N keep_dim:N", (o, g) => Extreme(o, g, "ReduceMin", "ArgMin")),
        new("THSTensor_topk", "tensor:T allocator:A k:N dim:N largest:N sorted:N", Largest),
        new("THSTensor_sort", "tensor:T dim:N descending:N stable:- indices:O", (o, g) =>
            Sort(o, g, o.Axis("dim", o.Result.Rank), o.Truth("descending"))),
        new("THSTensor_argsort", "tensor:T dim:N descending:N", Rank),
        new("THSTensor_msort", "tensor:T", (o, g) => Sort(o, g, 0, descending: false)),
        new("THSTensor_cumsum", "tensor:T dim:N has_type:- scalar_type:-", Accumulate),
    ];

    private static void Extreme(Operation operation, GraphBuilder graph, string values, string places)
    {
        var input = operation.Operand("tensor");
        if (input.Shape.Count == 0) throw operation.Refuse("its input has no axes.", "It is the result already.");
        var axis = (long)operation.Axis("dim", input.Shape.Count);
        OnnxAttribute keep = ("keepdims", operation.Truth("keep_dim") ? 1L : 0L);
        var value = graph.Use(input);
        graph.Result(operation, values, [value], ("axes", (long[])[axis]), keep);
        var place = operation.Results[1];
        graph.Bind(place, graph.Node(places, [value], ScalarType.Int64, place.Shape, ("axis", axis), keep));
    }

    private static void Largest(Operation operation, GraphBuilder graph)
    {
        var input = operation.Operand("tensor");
        var outputs = graph.Nodes(
            "TopK", [graph.Use(input), graph.Integers(operation.Integer("k"))], [.. operation.Results.Select(r => (r.Type, r.Shape))],
            ("axis", (long)operation.Axis("dim", input.Shape.Count)), ("largest", operation.Truth("largest") ? 1L : 0L), ("sorted", 1L));
        foreach (var (result, output) in operation.Results.Zip(outputs)) graph.Bind(result, output);
    }

    private static void Accumulate(Operation operation, GraphBuilder graph) => graph.Result(
        operation, "CumSum",
        [graph.Use(operation.Operand("tensor"), operation.Result.Type), graph.Index(operation.Axis("dim", operation.Result.Rank))]);

    private static void Sort(Operation operation, GraphBuilder graph, int axis, bool descending)
    {
        var sorted = Sorted(operation, graph, axis, descending);
        foreach (var (result, output) in operation.Results.Zip(sorted)) graph.Bind(result, output);
    }

    private static void Rank(Operation operation, GraphBuilder graph) => graph.Bind(
        operation.Result, Sorted(operation, graph, operation.Axis("dim", operation.Result.Rank), operation.Truth("descending"))[1]);

    private static string[] Sorted(Operation operation, GraphBuilder graph, int axis, bool descending)
    {
        var input = operation.Operand("tensor");
        if (!input.Shape[axis].IsFixed) throw operation.Refuse("it sorts along the batch.", "Sort along another axis.");
        return graph.Nodes(
            "TopK", [graph.Use(input), graph.Integers(input.Shape[axis].Fixed)],
            [(input.Type, input.Shape), (ScalarType.Int64, input.Shape)],
            ("axis", (long)axis), ("largest", descending ? 1L : 0L), ("sorted", 1L));
    }
}
