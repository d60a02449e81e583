namespace HierKD.Onnx;

/// <summary>Convolutions of one, two and three axes, and transposed ones.</summary>
internal static class Convolutions
{
    private const string Signature = "input:T weight:T bias:T? strides:L padding:L dilation:L groups:N";
    private const string WithNamedPadding = "input:T weight:T bias:T? strides:L padding:N dilation:L groups:N";
    private const string Transposed = "input:T weight:T bias:T? strides:L padding:L outputPadding:L dilation:L groups:N";

    public static IEnumerable<Operator> All =>
    [
        .. new[] { 1, 2, 3 }.SelectMany(axes => (Operator[])
        [
            new($"THSTensor_conv{axes}d", Signature, (o, g) => Convolve(o, g, axes)),
            new($"THSTensor_conv{axes}d_padding", WithNamedPadding, (o, g) => ConvolvePadded(o, g, axes)),
            new($"THSTensor_conv_transpose{axes}d", Transposed, (o, g) => ConvolveTransposed(o, g, axes)),
        ]),
    ];

    private static void Convolve(Operation operation, GraphBuilder graph, int axes)
    {
        RequireBatch(operation, axes);
        var padding = PerAxis(operation.Integers("padding"), axes, 0);
        graph.Result(operation, "Conv", Inputs(operation, graph),
            [.. Window(operation, axes), ("pads", (long[])[.. padding, .. padding])]);
    }

    private static void ConvolvePadded(Operation operation, GraphBuilder graph, int axes)
    {
        RequireBatch(operation, axes);
        // TorchSharp's enum: 0 is valid, 1 is same. Torch puts the odd element of `same` behind, as SAME_UPPER does.
        var dilation = PerAxis(operation.Integers("dilation"), axes, 1);
        var kernel = Kernel(operation, axes);
        var total = dilation.Zip(kernel).Select(p => operation.Integer("padding") == 0 ? 0 : p.First * (p.Second - 1)).ToArray();
        graph.Result(operation, "Conv", Inputs(operation, graph),
            [.. Window(operation, axes), ("pads", (long[])[.. total.Select(t => t / 2), .. total.Select(t => t - t / 2)])]);
    }

    private static void ConvolveTransposed(Operation operation, GraphBuilder graph, int axes)
    {
        RequireBatch(operation, axes);
        var padding = PerAxis(operation.Integers("padding"), axes, 0);
        var (more, strides) = (PerAxis(operation.Integers("outputPadding"), axes, 0), PerAxis(operation.Integers("strides"), axes, 1));
        if (more.Zip(strides).Any(p => p.First >= p.Second && p.First > 0))
        {
            throw operation.Refuse("its output padding is not smaller than its stride.", "Pad its result with nn.functional.pad.");
        }
        graph.Result(operation, "ConvTranspose", Inputs(operation, graph),
        [
            .. Window(operation, axes), ("pads", (long[])[.. padding, .. padding]),
            ("output_padding", PerAxis(operation.Integers("outputPadding"), axes, 0)),
        ]);
    }

    private static void RequireBatch(Operation operation, int axes)
    {
        if (operation.Operand("input").Shape.Count == axes + 2) return;
        throw operation.Refuse("its input has no batch axis.", "Give it one with unsqueeze.");
    }

    private static string[] Inputs(Operation operation, GraphBuilder graph)
    {
        string[] inputs = [graph.Use(operation.Operand("input")), graph.Use(operation.Operand("weight"))];
        return operation.OptionalOperand("bias") is { } bias ? [.. inputs, graph.Use(bias)] : inputs;
    }

    private static OnnxAttribute[] Window(Operation operation, int axes) =>
    [
        ("kernel_shape", Kernel(operation, axes)),
        ("strides", PerAxis(operation.Integers("strides"), axes, 1)),
        ("dilations", PerAxis(operation.Integers("dilation"), axes, 1)),
        ("group", operation.Integer("groups")),
    ];

    private static long[] Kernel(Operation operation, int axes) =>
        [.. operation.Operand("weight").Shape.TakeLast(axes).Select(d => d.Fixed)];

    private static long[] PerAxis(long[] values, int axes, long absent) => values.Length switch
    {
        0 => [.. Enumerable.Repeat(absent, axes)],
        1 => [.. Enumerable.Repeat(values[0], axes)],
        _ => values,
    };
}
