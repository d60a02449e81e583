namespace HierKD.Onnx;

/// <summary>Operators that only arrange elements in another way.</summary>
internal static class Shapes
{
    public static IEnumerable<Operator> All =>
    [
        new("THSTensor_view", "tensor:T shape:V", Reshape),
        new("THSTensor_reshape", "tensor:T shape:V", Reshape),
        new("THSTensor_flatten", "tensor:T start:N end:N", Reshape),
        new("THSTensor_unflatten", "tensor:T dim:N shape:V", Reshape),
        new("THSTensor_squeeze", "tensor:T dim:N", Reshape),
        new("THSTensor_squeeze_no_dim", "tensor:T", Reshape),
        new("THSTensor_unsqueeze", "tensor:T dim:N", Reshape),
        new("THSTensor_expand", "tensor:T psizes:V isImplicit:-", Expand),
        new("THSTensor_broadcast_to", "tensor:T psizes:V", Expand),
        new("THSTensor_permute", "tensor:T psizes:L", (o, g) => Permute(o, g, o.Integers("psizes"))),
        new("THSTensor_transpose", "tensor:T dim1:N dim2:N", Transpose),
        new("THSTensor_mT", "tensor:T", (o, g) => Permute(o, g,
            [.. Enumerable.Range(0, o.Result.Rank - 2).Select(a => (long)a), o.Result.Rank - 1, o.Result.Rank - 2])),
        new("THSTensor_t", "tensor:T", (o, g) => Permute(o, g, [.. Enumerable.Range(0, o.Result.Rank).Reverse().Select(a => (long)a)])),
        new("THSTensor_repeat", "tensor:T psizes:L", (o, g) => Repeat(o, g, "psizes")),
        new("THSTensor_tile", "tensor:T reps:L", (o, g) => Repeat(o, g, "reps")),
        new("THSTensor_movedim", "tensor:T src:L dst:L", Move),
        new("THSTensor_ravel", "tensor:T", Reshape),
        new("THSTensor_flip", "tensor:T psizes:L", Flip),
        new("THSTensor_roll", "tensor:T shifts:L dims:L", Roll),
        new("THSNN_pixel_shuffle", "tensor:T upscale_factor:N", PixelShuffle),
        new("THSNN_pixel_unshuffle", "tensor:T downscale_factor:N", PixelUnshuffle),
        new("THSTensor_channel_shuffle", "input:T groups:N", ChannelShuffle),
    ];

    private static void Reshape(Operation operation, GraphBuilder graph) =>
        graph.Bind(operation.Result, graph.Reshape(graph.Use(operation.Operand("tensor")), operation.Result.Type, operation.Result.Shape));

    private static void Expand(Operation operation, GraphBuilder graph) => graph.Result(
        operation, "Expand", [graph.Use(operation.Operand("tensor")), graph.ShapeOf(operation.Result.Shape)]);

    private static void Permute(Operation operation, GraphBuilder graph, long[] axes) => graph.Result(
        operation, "Transpose", [graph.Use(operation.Operand("tensor"))],
        ("perm", (long[])[.. Operation.Axes(axes, operation.Result.Rank).Select(a => (long)a)]));

    private static void Transpose(Operation operation, GraphBuilder graph)
    {
        var rank = operation.Result.Rank;
        var axes = Enumerable.Range(0, rank).Select(a => (long)a).ToArray();
        var (one, other) = (operation.Axis("dim1", rank), operation.Axis("dim2", rank));
        (axes[one], axes[other]) = (axes[other], axes[one]);
        Permute(operation, graph, axes);
    }

    private static void Repeat(Operation operation, GraphBuilder graph, string name)
    {
        var (input, times) = (operation.Operand("tensor"), operation.Integers(name));
        // A tile may name fewer axes than there are.
        times = [.. Enumerable.Repeat(1L, Math.Max(0, input.Shape.Count - times.Length)), .. times];
        Dimension[] shape = [.. Enumerable.Repeat((Dimension)1, times.Length - input.Shape.Count), .. input.Shape];
        var value = shape.Length == input.Shape.Count ? graph.Use(input) : graph.Reshape(graph.Use(input), input.Type, shape);
        graph.Result(operation, "Tile", [value, graph.Integers(times)]);
    }

    private static void Move(Operation operation, GraphBuilder graph)
    {
        var rank = operation.Result.Rank;
        var (from, to) = (Operation.Axes(operation.Integers("src"), rank), Operation.Axes(operation.Integers("dst"), rank));
        var rest = new Queue<int>(Enumerable.Range(0, rank).Except(from));
        Permute(operation, graph,
            [.. Enumerable.Range(0, rank).Select(a => (long)(to.Contains(a) ? from[Array.IndexOf(to, a)] : rest.Dequeue()))]);
    }

    private static void Flip(Operation operation, GraphBuilder graph)
    {
        long[] axes = [.. Operation.Axes(operation.Integers("psizes"), operation.Result.Rank).Select(a => (long)a)];
        graph.Result(operation, "Slice",
        [
            graph.Use(operation.Operand("tensor")), graph.Integers([.. axes.Select(_ => -1L)]),
            graph.Integers([.. axes.Select(_ => long.MinValue + 1)]), graph.Integers(axes), graph.Integers([.. axes.Select(_ => -1L)]),
        ]);
    }

    private static void Roll(Operation operation, GraphBuilder graph)
    {
        var (shifts, input, type) = (operation.Integers("shifts"), operation.Operand("tensor"), operation.Result.Type);
        var axes = Operation.Axes(operation.Integers("dims"), operation.Result.Rank);
        if (axes.Length != shifts.Length) throw operation.Refuse("it says no axes.", "Give an axis for each shift.");
        var value = graph.Use(input);
        foreach (var (axis, shift) in axes.Zip(shifts))
        {
            if (!input.Shape[axis].IsFixed) throw operation.Refuse("it moves along the batch.", "Take another axis.");
            var size = input.Shape[axis].Fixed;
            var moved = (shift % size + size) % size;
            if (moved == 0) continue;
            var behind = Part(graph, value, operation.Result, axis, size - moved, size);
            value = graph.Node(
                "Concat", [behind, Part(graph, value, operation.Result, axis, 0, size - moved)], type, input.Shape, ("axis", (long)axis));
        }
        graph.Bind(operation.Result, value);
    }

    private static string Part(GraphBuilder graph, string value, Value whole, int axis, long from, long to) => graph.Node(
        "Slice", [value, graph.Integers(from), graph.Integers(to), graph.Integers(axis)], whole.Type,
        [.. whole.Shape.Take(axis), to - from, .. whole.Shape.Skip(axis + 1)]);

    private static void PixelShuffle(Operation operation, GraphBuilder graph)
    {
        if (operation.Result.Rank != 4) throw operation.Refuse("its input has not the axes [N, C, H, W].", "Give it these.");
        graph.Result(
            operation, "DepthToSpace", [graph.Use(operation.Operand("tensor"))],
            ("blocksize", operation.Integer("upscale_factor")), ("mode", "CRD"));
    }

    // SpaceToDepth orders the channels in another way.
    private static void PixelUnshuffle(Operation operation, GraphBuilder graph)
    {
        var (input, factor) = (operation.Operand("tensor"), operation.Integer("downscale_factor"));
        if (input.Shape is not [var batch, { IsFixed: true } channels, { IsFixed: true } height, { IsFixed: true } width])
        {
            throw operation.Refuse("its input has not the axes [N, C, H, W].", "Give it these.");
        }
        Rearrange(operation, graph, "tensor",
            [batch, channels, height.Fixed / factor, factor, width.Fixed / factor, factor], [0, 1, 3, 5, 2, 4]);
    }

    private static void ChannelShuffle(Operation operation, GraphBuilder graph)
    {
        var (shape, groups) = (operation.Operand("input").Shape, operation.Integer("groups"));
        if (!shape[1].IsFixed) throw operation.Refuse("the number of its channels grows with the batch.", "Its axes are [N, C, ...].");
        var behind = Enumerable.Range(3, shape.Count - 2).Select(a => (long)a);
        Rearrange(operation, graph, "input", [shape[0], groups, shape[1].Fixed / groups, .. shape.Skip(2)], [0, 2, 1, .. behind]);
    }

    private static void Rearrange(Operation operation, GraphBuilder graph, string name, Dimension[] shape, long[] axes)
    {
        var type = operation.Result.Type;
        var parts = graph.Reshape(graph.Use(operation.Operand(name)), type, shape);
        var turned = graph.Node("Transpose", [parts], type, [.. axes.Select(a => shape[a])], ("perm", axes));
        graph.Bind(operation.Result, graph.Reshape(turned, type, operation.Result.Shape));
    }
}
