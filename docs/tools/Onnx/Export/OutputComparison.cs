using HierKD.Onnx.Tests;
using HierKD.OnnxSurvey.Catalog;

namespace HierKD.OnnxSurvey.Export;

/// <summary>A file in ONNX Runtime beside its network in TorchSharp, on inputs that the export has not seen.</summary>
/// <param name="Difference">The largest difference of an element, relative to the largest element of the output.</param>
/// <param name="DifferenceBatch">The batch that shows it.</param>
/// <param name="Variation">How far the samples of a batch are apart at least, in the output where they are farthest.</param>
internal sealed record OutputComparison(double Difference, long DifferenceBatch, double Variation)
{
    /// <summary>Some that exports try, with other values, and some that they do not.</summary>
    public static IReadOnlyList<long> Batches { get; } = [1, 2, 3, 5, 8];

    public static OutputComparison Of(OnnxCase network, nn.Module model, string path, int seed)
    {
        using var session = new OnnxRuntimeSession(path);
        var found = Batches.Select(b => Of(network, model, session, b, seed)).ToArray();
        var worst = found.MaxBy(f => double.IsNaN(f.Difference) ? double.PositiveInfinity : f.Difference)!;
        return worst with { Variation = found.Where(f => f.DifferenceBatch > 1).Min(f => f.Variation) };
    }

    private static OutputComparison Of(OnnxCase network, nn.Module model, OnnxRuntimeSession session, long batch, int seed)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var inputs = network.MakeInputs(batch, (1000 * (seed + 1)) + (int)batch);
        var named = session.Inputs.Keys.Zip(inputs).ToDictionary(p => p.First, p => p.Second);
        var actual = session.Run(named);
        var expected = network.Network.Call(model, inputs);
        var pairs = session.Outputs.Keys.Zip(expected, (name, tensor) => (Actual: actual[name], Expected: tensor)).ToArray();
        return new OutputComparison(
            pairs.Max(p => Largest(p.Actual, p.Expected)), batch, pairs.Max(p => Spread(p.Expected)));
    }

    private static double Largest(Tensor actual, Tensor expected) => actual.shape.SequenceEqual(expected.shape)
        ? (actual - expected).abs().max().ToDouble() / expected.abs().max().ToDouble()
        : double.PositiveInfinity;

    private static double Spread(Tensor output) =>
        (output.amax([0]) - output.amin([0])).max().ToDouble() / output.abs().max().ToDouble();
}
