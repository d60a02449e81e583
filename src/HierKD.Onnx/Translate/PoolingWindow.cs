namespace HierKD.Onnx;

/// <summary>The window of a pooling. Sizes that are rounded up become padding behind, so that no runtime has to round.</summary>
/// <param name="Kernel">Its size along each axis.</param>
/// <param name="Strides">How far it moves.</param>
/// <param name="Padding">The padding on both sides.</param>
/// <param name="Dilation">The distance of its elements.</param>
/// <param name="Extra">More padding behind.</param>
internal sealed record PoolingWindow(long[] Kernel, long[] Strides, long[] Padding, long[] Dilation, long[] Extra)
{
    /// <summary>Whether rounding up makes a difference.</summary>
    public bool IsExtended => Extra.Any(e => e > 0);

    public OnnxAttribute[] Attributes =>
    [
        ("kernel_shape", Kernel), ("strides", Strides),
        ("pads", (long[])[.. Padding, .. Padding.Zip(Extra).Select(p => p.First + p.Second)]),
    ];

    public static PoolingWindow Of(Operation operation, int axes)
    {
        RequireBatch(operation, axes);
        var kernel = PerAxis(operation, "kernelSize", axes, [1]);
        var strides = PerAxis(operation, "strides", axes, kernel);
        var padding = PerAxis(operation, "padding", axes, [0]);
        var dilation = operation.Arguments.ContainsKey("dilation") ? PerAxis(operation, "dilation", axes, [1]) : PerAxis([], axes, [1]);
        var extra = new long[axes];
        if (operation.Truth("ceil_mode"))
        {
            var (from, to) = (operation.Operand("input").Shape.TakeLast(axes).ToArray(), operation.Result.Shape.TakeLast(axes).ToArray());
            if (from.Any(d => !d.IsFixed)) throw operation.Refuse("it rounds a size up that grows with the batch.", "Keep the size.");
            for (var axis = 0; axis < axes; axis++)
            {
                var covered = (to[axis].Fixed - 1) * strides[axis] + dilation[axis] * (kernel[axis] - 1) + 1;
                extra[axis] = Math.Max(0, covered - from[axis].Fixed - 2 * padding[axis]);
            }
        }
        return new PoolingWindow(kernel, strides, padding, dilation, extra);
    }

    public static void RequireBatch(Operation operation, int axes)
    {
        if (operation.Operand("input").Shape.Count == axes + 2) return;
        throw operation.Refuse("its input has no batch axis.", "Give it one with unsqueeze.");
    }

    private static long[] PerAxis(Operation operation, string name, int axes, long[] absent) =>
        PerAxis(operation.Integers(name), axes, absent);

    private static long[] PerAxis(long[] values, int axes, long[] absent)
    {
        if (values.Length == 0) values = absent;
        return values.Length == 1 ? [.. Enumerable.Repeat(values[0], axes)] : values;
    }
}
