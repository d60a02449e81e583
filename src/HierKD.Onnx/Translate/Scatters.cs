using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Elements put where indices say, copies, triangles, and indices as vectors of zeros and a one.</summary>
internal static class Scatters
{
    public static IEnumerable<Operator> All =>
    [
        .. Operator.WithInPlace("THSTensor_scatter", "tensor:T dim:N index:T source:T", (o, g) => Scatter(o, g)),
        .. Operator.WithInPlace("THSTensor_scatter_add", "tensor:T dim:N index:T source:T", (o, g) => Scatter(o, g, ("reduction", "add"))),
        new("THSTensor_take_along_dim", "tensor:T indices:T dim:N", TakeAlong),
        new("THSTensor_repeat_interleave_int64", "tensor:T repeats:N dim:N output_size:-", RepeatEach),
        new("THSTensor_copy_", "handle:W source:T non_blocking:-", (o, g) => Fill(o, g, g.Use(o.Operand("source"), o.Result.Type))),
        new("THSTensor_fill_", "handle:W value:S", (o, g) => Fill(o, g, g.Number(o.Number("value"), o.Result.Type))),
        new("THSTensor_tril", "tensor:T diagonal:N inplace:N", (o, g) => Triangle(o, g, upper: false)),
        new("THSTensor_triu", "tensor:T diagonal:N inplace:N", (o, g) => Triangle(o, g, upper: true)),
        new("THSNN_one_hot", "self:T num_classes:N", OneHot),
    ];

    private static void Scatter(Operation operation, GraphBuilder graph, params OnnxAttribute[] more)
    {
        var (input, index, source) = (operation.Operand("tensor"), operation.Operand("index"), operation.Operand("source"));
        // Torch reads as much of the source as there are indices.
        if (!index.Shape.SequenceEqual(source.Shape)) throw operation.Refuse("its source is larger than its index.", "Narrow it.");
        graph.Result(operation, "ScatterElements",
            [graph.Use(input), graph.Use(index, ScalarType.Int64), graph.Use(source, operation.Result.Type)],
            [("axis", (long)operation.Axis("dim", input.Shape.Count)), .. more]);
    }

    private static void TakeAlong(Operation operation, GraphBuilder graph)
    {
        var (input, index) = (operation.Operand("tensor"), operation.Operand("indices"));
        var axis = operation.Axis("dim", input.Shape.Count);
        if (input.Shape.Count != index.Shape.Count
            || Enumerable.Range(0, input.Shape.Count).Any(a => a != axis && input.Shape[a] != index.Shape[a]))
        {
            throw operation.Refuse("its indices are broadcast.", "Expand them first.");
        }
        graph.Result(operation, "GatherElements", [graph.Use(input), graph.Use(index, ScalarType.Int64)], ("axis", (long)axis));
    }

    private static void RepeatEach(Operation operation, GraphBuilder graph)
    {
        var (input, repeats, dim) = (operation.Operand("tensor"), operation.Integer("repeats"), operation.Integer("dim"));
        var (value, shape) = (graph.Use(input), input.Shape);
        // TorchSharp's number for "all axes as one".
        if (dim == long.MinValue)
        {
            if (shape.Any(d => !d.IsFixed)) throw operation.Refuse("it has no axis.", "Give it one that is not the batch.");
            shape = [shape.Aggregate(1L, (product, d) => product * d.Fixed)];
            (value, dim) = (graph.Reshape(value, input.Type, shape), 0);
        }
        var axis = dim < 0 ? (int)dim + shape.Count : (int)dim;
        if (!shape[axis].IsFixed) throw operation.Refuse("it repeats along the batch.", "Take another axis.");
        long[] places = [.. Enumerable.Range(0, (int)shape[axis].Fixed).SelectMany(i => Enumerable.Repeat((long)i, (int)repeats))];
        graph.Result(operation, "Gather", [value, graph.Tensor(tensor(places), "places")], ("axis", (long)axis));
    }

    private static void Fill(Operation operation, GraphBuilder graph, string value) =>
        graph.Result(operation, "Expand", [value, graph.ShapeOf(operation.Result.Shape)]);

    private static void Triangle(Operation operation, GraphBuilder graph, bool upper)
    {
        if (operation.Truth("inplace")) throw operation.Refuse("it writes in place.", "Use the one that gives a new tensor.");
        var (input, type) = (operation.Operand("tensor"), operation.Result.Type);
        if (input.Shape is not [.., { IsFixed: true } rows, { IsFixed: true } columns])
        {
            throw operation.Refuse("its matrices grow with the batch.", "Its axes are [..., rows, columns].");
        }
        var whole = ones(rows.Fixed, columns.Fixed, ScalarType.Float32);
        var mask = (upper ? whole.triu(operation.Integer("diagonal")) : whole.tril(operation.Integer("diagonal"))).ne(0);
        graph.Result(operation, "Where", [graph.Tensor(mask, "triangle"), graph.Use(input), graph.Number(0, type)]);
    }

    private static void OneHot(Operation operation, GraphBuilder graph)
    {
        if (operation.Integer("num_classes") < 0)
        {
            throw operation.Refuse("the number of classes depends on the elements.", "Give it the number.");
        }
        var input = operation.Operand("self");
        var (classes, shape) = (operation.Integer("num_classes"), operation.Result.Shape);
        var column = graph.Reshape(graph.Use(input, ScalarType.Int64), ScalarType.Int64, [.. input.Shape, 1]);
        var isClass = graph.Node(
            "Equal", [column, graph.Tensor(arange(classes, dtype: ScalarType.Int64), "classes")], ScalarType.Bool, shape);
        graph.Bind(operation.Result, graph.Cast(isClass, ScalarType.Bool, operation.Result.Type, shape));
    }
}
