using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Inputs of other values and batch sizes than the example's, that are like it.</summary>
internal static class TraceInputs
{
    private const long FarFrom = 8;

    /// <summary>Inputs with that many samples along their batch axes, and the examples' other sizes. The same for a seed.</summary>
    public static Tensor[] Like(IReadOnlyList<Tensor> examples, IReadOnlyList<int?> axes, long samples, ulong seed)
    {
        using var generator = new Generator(seed);
        return [.. examples.Zip(axes).Select(p => Like(p.First, p.Second, samples, generator))];
    }

    // A large batch is taken from farther away: it is to meet limits that the example does not.
    private static Tensor Like(Tensor example, int? axis, long samples, Generator generator)
    {
        long[] shape = example.shape;
        if (axis is { } batch) shape[batch] = samples;
        var flat = example.detach().cpu().reshape(-1);
        // Every element is one of the example's, so that indices stay indices; real numbers are moved a little as well.
        var places = randint(flat.numel(), shape, ScalarType.Int64, generator: generator);
        var drawn = flat[places];
        if (example.dtype.IsFloat())
        {
            var values = drawn.to_type(ScalarType.Float64);
            var spread = Math.Max(values.abs().max().item<double>() * 0.1, 1e-2);
            var away = samples > FarFrom ? 10 : 1;
            drawn = (away * values + spread * randn(shape, ScalarType.Float64, generator: generator)).to_type(example.dtype);
        }
        return drawn.to(example.device);
    }
}
