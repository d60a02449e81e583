using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>Discovery on networks of small convolutions; the model must be as it was after each.</summary>
public abstract class DiscoveryTest : ScopedTest
{
    protected static Module<Tensor, Tensor> Conv(int inputs, int outputs, int groups = 1) =>
        Conv2d(inputs, outputs, kernel_size: 3, padding: 1, groups: groups);

    protected static FilterGraph Discover(Module<Tensor, Tensor> model, Tensor input, DiscoveryOptions? options = null)
    {
        var snapshot = new ModelSnapshot(model);
        var graph = FilterGraph.Discover(model, input, options);
        snapshot.AssertUnchanged();
        return graph;
    }

    protected static string Reason(FilterGraph graph, string layer) => graph.Locks.Single(l => l.Layer == layer).Reason;

    protected static Tensor Image(int channels)
    {
        using var generator = new Generator(11);
        return randn(3, channels, 6, 6, generator: generator);
    }
}
