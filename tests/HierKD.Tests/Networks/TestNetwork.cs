using HierKD.Models;

namespace HierKD.Tests;

/// <summary>A small chain of layers that tests prune, with the shape of its input.</summary>
internal sealed record TestNetwork(Func<nn.Module<Tensor, Tensor>> Make, long[] InputShape, int Seed = 1)
{
    private static readonly Dictionary<string, TestNetwork> Known = new()
    {
        ["vgg"] = new(() => new VggBn([[4, 6], [8]], hidden: 10, classes: 3, inputChannels: 2, imageSize: 8), [6, 2, 8, 8]),
        ["plain"] = new(() => new PlainNet(), [5, 2, 7, 7]),
        ["depthwise"] = new(() => new DepthwiseNet(), [4, 3, 6, 6]),
        ["sequence"] = new(() => new SequenceNet(), [7, 3, 8]),
        ["transposed"] = new(() => new TransposedNet(), [3, 1, 6, 6]),
        ["tokens"] = new(() => new TokenNet(), [4, 3, 3]),
    };

    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>Every network, for a theory.</summary>
    public static TheoryData<string> All => new(Known.Keys);

    public static TestNetwork Named(string name) => Known[name];

    /// <summary>The network with weights and statistics that a trained one might have: no zero biases, no unit variances.</summary>
    public nn.Module<Tensor, Tensor> Create(ScalarType type = ScalarType.Float64) => TrainedWeights.Give(Make(), Seed).to(type);

    public Tensor Input(ScalarType type = ScalarType.Float64)
    {
        using var generator = new Generator((ulong)Seed + 17);
        return randn(InputShape, generator: generator).to(type);
    }
}
