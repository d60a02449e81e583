namespace HierKD.Tests;

/// <summary>What holds for every network: the smaller model computes what the masked one does, and discovery leaves no trace.</summary>
internal static class RandomNetworkCheck
{
    private const double Tolerance = 1e-9;
    private static readonly double[] Densities = [0.9, 0.7, 0.5, 0.3, 0];

    /// <summary>Checks a network.</summary>
    /// <returns>Its graph with the filters of the first layer; <see langword="null"/> if it has none that can go.</returns>
    public static FilterGraph? Require(RandomNetwork network)
    {
        _ = Require(network, pruneFirstLayer: false);
        return Require(network, pruneFirstLayer: true);
    }

    private static FilterGraph? Require(RandomNetwork network, bool pruneFirstLayer)
    {
        using var scope = NewDisposeScope();
        var input = RandomNetwork.Input(network.Seed);
        using var model = network.Create();
        var snapshot = new ModelSnapshot(model);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var graph = Discover(model, input, pruneFirstLayer);
        Assert.True(
            live == DisposeScopeManager.Statistics.ThreadTotalLiveCount,
            $"{DisposeScopeManager.Statistics.ThreadTotalLiveCount - live} tensors are left");
        snapshot.AssertUnchanged();
        if (graph is null) return null;
        for (var i = 0; i < Densities.Length; i++)
        {
            RequireExact(network, model, graph, input, FilterMasks.Of(graph, network.Seed + i, Densities[i]));
        }
        snapshot.AssertUnchanged();
        return graph;
    }

    private static FilterGraph? Discover(RandomNet model, Tensor input, bool pruneFirstLayer)
    {
        try
        {
            return FilterGraph.Discover(model, input, new() { PruneFirstLayer = pruneFirstLayer });
        }
        catch (ArgumentException nothing) when (nothing.Message.Contains("no removable filters", StringComparison.Ordinal)
            || nothing.Message.Contains("not finite", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static void RequireExact(RandomNetwork network, RandomNet model, FilterGraph graph, Tensor input, FilterMask mask)
    {
        var kept = string.Join(' ', graph.Groups.Select(g => $"{g.Name}: {string.Join("", mask[g].Select(on => on ? 1 : 0))};"));
        Tensor masked, slim;
        using (var working = new WorkingModel(model, graph.Layers))
        {
            var own = working.Tensors.Select((_, i) => working.Own.Dense(i)).ToArray();
            using var maskedWeights = new MaskedWeights(working.Tensors, own, mask.ToSelection());
            using var slimWeights = new SlimWeights(working.Tensors, own, mask.ToSelection());
            masked = working.Evaluate(maskedWeights, () => model.call(input));
            slim = working.Evaluate(slimWeights, () => model.call(input));
        }
        RequireClose(masked, slim, $"slim, {kept}\n{graph}");
        using var removed = network.Create();
        FilterRemoval.Apply(removed, mask);
        removed.eval();
        using var quiet = no_grad();
        RequireClose(masked, removed.call(input), $"removed, {kept}\n{graph}");
        Assert.Equal(removed.parameters().Sum(p => p.numel()), graph.Cost.Parameters(mask));
    }

    private static void RequireClose(Tensor expected, Tensor actual, string what)
    {
        Assert.Equal(expected.shape, actual.shape);
        var scale = expected.abs().max().ToDouble();
        TensorAssert.Close(expected, actual, Tolerance * Math.Max(1, scale), what);
    }
}
