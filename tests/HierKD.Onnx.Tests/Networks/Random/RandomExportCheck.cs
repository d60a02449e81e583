using HierKD.Tests;

namespace HierKD.Onnx.Tests.Networks;

/// <summary>
/// What holds for every random network: there is a file of it, and ONNX Runtime computes with it what the network does. Nothing that these
/// networks do is impossible in ONNX, so a refusal is a failure as well.
/// </summary>
internal static class RandomExportCheck
{
    private static readonly long[] Batches = [1, 2, 3, 5, 8];

    /// <summary>
    /// Steps with a product of matrices. Discovery tries what can go, and where such a product then gets shapes that do not fit, TorchSharp
    /// lets libtorch's exception through, which ends the process.
    /// </summary>
    private static readonly string[] EndsTheProcess = ["own matrix", "attention"];

    /// <summary>Checks a network as it is.</summary>
    /// <returns>The largest difference, relative to the largest output.</returns>
    public static double Require(RandomNetwork network)
    {
        using var scope = NewDisposeScope();
        using var model = network.Create();
        return Require(model, RandomNetwork.Input(network.Seed));
    }

    /// <summary>Checks a network without half of the filters that can go.</summary>
    /// <returns>Whether it has such filters.</returns>
    public static bool RequirePruned(RandomNetwork network)
    {
        using var scope = NewDisposeScope();
        using var model = network.Create();
        if (EndsTheProcess.Any(step => model.Program.Contains(step, StringComparison.Ordinal))) return false;
        var example = RandomNetwork.Input(network.Seed);
        if (Discover(model, example) is not { } graph) return false;
        FilterRemoval.Apply(model, FilterMask.Of(graph, graph.Groups.Select(g =>
            Enumerable.Range(0, g.Filters).Select(f => f >= g.Filters / 2).ToArray())));
        Require(model, example);
        return true;
    }

    private static double Require(RandomNet model, Tensor example)
    {
        using var file = new TemporaryFile();
        OnnxModel.Save(file.Path, model, example);
        return Exported.RequireSame(file.Path, model, example, 0, Batches);
    }

    private static FilterGraph? Discover(RandomNet model, Tensor example)
    {
        try
        {
            return FilterGraph.Discover(model, example, new() { PruneFirstLayer = true });
        }
        catch (ArgumentException nothing) when (nothing.Message.Contains("no removable filters", StringComparison.Ordinal)
            || nothing.Message.Contains("not finite", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
