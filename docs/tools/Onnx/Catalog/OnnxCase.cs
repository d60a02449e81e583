using HierKD.Networks;

namespace HierKD.OnnxSurvey.Catalog;

/// <summary>A network to export.</summary>
/// <param name="Network">The network, its inputs and how it is called.</param>
/// <param name="Source">Whose it is.</param>
internal sealed record OnnxCase(NetworkCase Network, string Source)
{
    public string Name => Network.Name;

    /// <summary>The axis of inputs and file that runs over the samples.</summary>
    public int BatchAxis { get; init; }

    /// <summary>The shapes of the example's inputs.</summary>
    public string Input => string.Join(" and ", Network.Inputs.Select(i => string.Join('x', i)));

    /// <summary>The inputs that it is exported with.</summary>
    public Tensor[] MakeExample(int seed) => MakeInputs(Network.Inputs[0][BatchAxis], seed);

    /// <summary>Inputs of that many samples, the same for a seed.</summary>
    public Tensor[] MakeInputs(long samples, int seed)
    {
        using var generator = new Generator((ulong)seed);
        return [.. Network.Inputs.Select(one =>
        {
            long[] shape = [.. one[..BatchAxis], samples, .. one[(BatchAxis + 1)..]];
            return Network.Tokens is { } tokens
                ? randint(tokens, shape, ScalarType.Int64, generator: generator)
                : randn(shape, generator: generator);
        })];
    }
}
