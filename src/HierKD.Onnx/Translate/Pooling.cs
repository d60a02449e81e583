using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Maxima and averages over windows, and adaptive averages.</summary>
internal static class Pooling
{
    private const string Max = "input:T kernelSize:L strides:L padding:L dilation:L ceil_mode:N";
    private const string MaxWithIndices = "input:T allocator:A kernelSize:L strides:L padding:L dilation:L ceil_mode:N";
    private const string Average1 = "input:T kernelSize:L strides:L padding:L ceil_mode:N count_include_pad:N";

    public static IEnumerable<Operator> All =>
    [
        .. new[] { 1, 2, 3 }.SelectMany(axes => (Operator[])
        [
            new($"THSTensor_max_pool{axes}d", Max, (o, g) => Maximum(o, g, axes)),
            new($"THSTensor_max_pool{axes}d_with_indices", MaxWithIndices, (o, g) => MaximumAlone(o, g, axes)),
            new($"THSTensor_avg_pool{axes}d", axes == 1 ? Average1 : Average1 + " divisor_override:N", (o, g) => Average(o, g, axes)),
            new($"THSTensor_adaptive_avg_pool{axes}d", "input:T outputSize:V", (o, g) => AdaptiveAverage(o, g, axes)),
            new($"THSTensor_adaptive_max_pool{axes}d", "input:T outputSize:V indices:O", (o, g) => AdaptiveMaximum(o, g, axes)),
        ]),
    ];

    private static void Maximum(Operation operation, GraphBuilder graph, int axes)
    {
        var window = PoolingWindow.Of(operation, axes);
        graph.Result(operation, "MaxPool", [graph.Use(operation.Operand("input"))], [.. window.Attributes, ("dilations", window.Dilation)]);
    }

    // The indices are bound to nothing: who uses them is refused.
    private static void MaximumAlone(Operation operation, GraphBuilder graph, int axes) => Maximum(operation, graph, axes);

    private static void Average(Operation operation, GraphBuilder graph, int axes)
    {
        var window = PoolingWindow.Of(operation, axes);
        var countsPadding = operation.Truth("count_include_pad");
        var isPadded = window.Padding.Any(p => p != 0);
        if (window.IsExtended && isPadded && countsPadding)
        {
            throw operation.Refuse("it rounds sizes up and counts the padding.", "Pad with nn.functional.pad, and pool without padding.");
        }
        if (operation.Arguments.TryGetValue("divisor_override", out var divisor) && divisor is long and not 0)
        {
            throw operation.Refuse("it has a divisor of its own.", "Multiply its result instead.");
        }
        graph.Result(operation, "AveragePool", [graph.Use(operation.Operand("input"))],
            [.. window.Attributes, ("count_include_pad", countsPadding && isPadded ? 1L : 0L)]);
    }

    /// <summary>Averages over windows that cover an image in a given number of steps.</summary>
    public static void AdaptiveAverage(Operation operation, GraphBuilder graph, int axes)
    {
        var (input, result) = (operation.Operand("input"), operation.Result);
        PoolingWindow.RequireBatch(operation, axes);
        var (from, to) = (input.Shape.TakeLast(axes).ToArray(), result.Shape.TakeLast(axes).ToArray());
        if (to.All(d => d == 1))
        {
            graph.Result(operation, "GlobalAveragePool", [graph.Use(input)]);
            return;
        }
        if (from.Concat(to).Any(d => !d.IsFixed)) throw operation.Refuse("the image's size grows with the batch.", "Keep the size.");
        if (from.SequenceEqual(to))
        {
            graph.Bind(result, graph.Use(input));
            return;
        }
        if (from.Zip(to).All(p => p.First.Fixed % p.Second.Fixed == 0))
        {
            long[] kernel = [.. from.Zip(to).Select(p => p.First.Fixed / p.Second.Fixed)];
            graph.Result(operation, "AveragePool", [graph.Use(input)], ("kernel_shape", kernel), ("strides", kernel));
            return;
        }
        ByMatrices(operation, graph, from, to);
    }

    private static void AdaptiveMaximum(Operation operation, GraphBuilder graph, int axes)
    {
        var (input, result) = (operation.Operand("input"), operation.Result);
        PoolingWindow.RequireBatch(operation, axes);
        var (from, to) = (input.Shape.TakeLast(axes).ToArray(), result.Shape.TakeLast(axes).ToArray());
        if (from.Concat(to).Any(d => !d.IsFixed) || from.Zip(to).Any(p => p.First.Fixed % p.Second.Fixed != 0))
        {
            throw operation.Refuse("its output's size does not divide its input's.", "Choose a size that does.");
        }
        long[] kernel = [.. from.Zip(to).Select(p => p.First.Fixed / p.Second.Fixed)];
        graph.Result(operation, "MaxPool", [graph.Use(input)], ("kernel_shape", kernel), ("strides", kernel));
    }

    // Windows of several sizes are no operator of ONNX; a product with a matrix of weights for each axis is the same.
    private static void ByMatrices(Operation operation, GraphBuilder graph, Dimension[] from, Dimension[] to)
    {
        var (input, type) = (operation.Operand("input"), operation.Result.Type);
        if (from.Length > 2) throw operation.Refuse("its output's size does not divide its input's.", "Choose a size that does.");
        var last = graph.Tensor(Averages(from[^1].Fixed, to[^1].Fixed).t().contiguous().to_type(type), "averages");
        Dimension[] shape = [.. input.Shape.SkipLast(1), to[^1]];
        var pooled = graph.Node("MatMul", [graph.Use(input), last], type, shape);
        if (from.Length == 2)
        {
            var first = graph.Tensor(Averages(from[0].Fixed, to[0].Fixed).to_type(type), "averages");
            pooled = graph.Node("MatMul", [first, pooled], type, operation.Result.Shape);
        }
        graph.Bind(operation.Result, pooled);
    }

    // [to, from]: which elements each result is the average of.
    private static Tensor Averages(long from, long to)
    {
        var matrix = new double[to, from];
        for (var i = 0L; i < to; i++)
        {
            var (begin, end) = (i * from / to, ((i + 1) * from + to - 1) / to);
            for (var j = begin; j < end; j++) matrix[i, j] = 1.0 / (end - begin);
        }
        return tensor(matrix);
    }
}
