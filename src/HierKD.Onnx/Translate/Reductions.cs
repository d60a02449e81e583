using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Sums, averages, extremes and norms along axes.</summary>
internal static class Reductions
{
    private const string AlongSignature = "tensor:T dimensions:L keepdim:N has_type:- scalar_type:-";

    public static IEnumerable<Operator> All =>
    [
        new("THSTensor_mean", "tensor:T", (o, g) => Reduce(o, g, "ReduceMean", [], keep: false)),
        new("THSTensor_mean_along_dimensions", AlongSignature, (o, g) => Along(o, g, "ReduceMean")),
        new("THSTensor_sum", "tensor:T has_type:- scalar_type:-", (o, g) => Reduce(o, g, "ReduceSum", [], keep: false)),
        new("THSTensor_sum_along_dimensions", AlongSignature, (o, g) => Along(o, g, "ReduceSum")),
        new("THSTensor_amax", "tensor:T dim:L keep_dim:N", (o, g) => Along(o, g, "ReduceMax", "dim", "keep_dim")),
        new("THSTensor_amin", "tensor:T dim:L keep_dim:N", (o, g) => Along(o, g, "ReduceMin", "dim", "keep_dim")),
        new("THSTensor_max", "tensor:T", (o, g) => Reduce(o, g, "ReduceMax", [], keep: false)),
        new("THSTensor_min", "tensor:T", (o, g) => Reduce(o, g, "ReduceMin", [], keep: false)),
        new("THSTensor_norm", "tensor:T p:N", (o, g) => Reduce(o, g, NormKind(o), [], keep: false)),
        new("THSTensor_norm_along_dimension", "tensor:T dimension:N keepdim:N p:N", Norm),
        new("THSNN_normalize", "input:T p:N dim:N eps:N", Normalize),
        new("THSTensor_prod", "tensor:T has_type:- scalar_type:-", (o, g) => Reduce(o, g, "ReduceProd", [], keep: false)),
        new("THSTensor_prod_along_dimensions", "tensor:T dimension:N keepdim:N has_type:- scalar_type:-", (o, g) =>
            Reduce(o, g, "ReduceProd", [o.Integer("dimension")], o.Truth("keepdim"))),
        new("THSTensor_logsumexp", "tensor:T dim:N keepdim:N", (o, g) =>
            Reduce(o, g, "ReduceLogSumExp", [o.Integer("dim")], o.Truth("keepdim"))),
        new("THSTensor_any", "tensor:T", (o, g) => Ask(o, g, "ReduceMax", [], keep: false)),
        new("THSTensor_all", "tensor:T", (o, g) => Ask(o, g, "ReduceMin", [], keep: false)),
        new("THSTensor_any_along_dimension", "tensor:T dim:N keep_dim:N", (o, g) =>
            Ask(o, g, "ReduceMax", [o.Integer("dim")], o.Truth("keep_dim"))),
        new("THSTensor_all_along_dimension", "tensor:T dim:N keep_dim:N", (o, g) =>
            Ask(o, g, "ReduceMin", [o.Integer("dim")], o.Truth("keep_dim"))),
        new("THSTensor_argmax_along_dimension", "tensor:T dim:N keep_dim:N", (o, g) => Place(o, g, "ArgMax")),
        new("THSTensor_argmin_along_dimension", "tensor:T dim:N keep_dim:N", (o, g) => Place(o, g, "ArgMin")),
    ];

    private static void Along(
        Operation operation, GraphBuilder graph, string kind, string axes = "dimensions", string keep = "keepdim") =>
        Reduce(operation, graph, kind, operation.Integers(axes), operation.Truth(keep));

    private static void Reduce(Operation operation, GraphBuilder graph, string kind, long[] axes, bool keep)
    {
        var input = graph.Use(operation.Operand("tensor"), operation.Result.Type);
        if (operation.Operand("tensor").Shape.Count == 0) throw operation.Refuse("its input has no axes.", "It is the result already.");
        OnnxAttribute kept = ("keepdims", keep ? 1L : 0L);
        long[] from = [.. Operation.Axes(axes, operation.Operand("tensor").Shape.Count).Select(a => (long)a)];
        // Opset 13 made the axes of the sum an input, and left those of all others attributes.
        if (axes.Length == 0) graph.Result(operation, kind, [input], kept);
        else if (kind == "ReduceSum") graph.Result(operation, kind, [input, graph.Integers(from)], kept);
        else graph.Result(operation, kind, [input], ("axes", from), kept);
    }

    // Truth values have no extremes, so they are numbers meanwhile.
    private static void Ask(Operation operation, GraphBuilder graph, string kind, long[] axes, bool keep)
    {
        var (input, shape) = (operation.Operand("tensor"), operation.Result.Shape);
        var truths = graph.Cast(graph.Use(input, ScalarType.Bool), ScalarType.Bool, ScalarType.Int32, input.Shape);
        OnnxAttribute kept = ("keepdims", keep ? 1L : 0L);
        long[] from = [.. Operation.Axes(axes, input.Shape.Count).Select(a => (long)a)];
        OnnxAttribute[] over = axes.Length == 0 ? [kept] : [("axes", from), kept];
        var found = graph.Node(kind, [truths], ScalarType.Int32, shape, over);
        graph.Bind(operation.Result, graph.Cast(found, ScalarType.Int32, operation.Result.Type, shape));
    }

    private static string NormKind(Operation operation) => operation.Number("p") switch
    {
        1 => "ReduceL1",
        2 => "ReduceL2",
        _ => throw operation.Refuse("it is neither the first nor the second norm.", "Compute it with pow and sum."),
    };

    private static void Norm(Operation operation, GraphBuilder graph) =>
        Reduce(operation, graph, NormKind(operation), [operation.Integer("dimension")], operation.Truth("keepdim"));

    private static void Normalize(Operation operation, GraphBuilder graph)
    {
        var (input, type) = (operation.Operand("input"), operation.Result.Type);
        var axis = operation.Axis("dim", input.Shape.Count);
        Dimension[] shape = [.. input.Shape.Take(axis), 1, .. input.Shape.Skip(axis + 1)];
        var norm = graph.Node(NormKind(operation), [graph.Use(input)], type, shape, ("axes", (long[])[axis]), ("keepdims", 1L));
        var most = graph.Node("Max", [norm, graph.Number(operation.Number("eps"), type)], type, shape);
        graph.Result(operation, "Div", [graph.Use(input), most]);
    }

    private static void Place(Operation operation, GraphBuilder graph, string kind)
    {
        var input = operation.Operand("tensor");
        graph.Result(operation, kind, [graph.Use(input)],
            ("axis", (long)operation.Axis("dim", input.Shape.Count)), ("keepdims", operation.Truth("keep_dim") ? 1L : 0L));
    }
}
