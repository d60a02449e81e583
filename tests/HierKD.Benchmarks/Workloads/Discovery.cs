using HierKD.Models;

namespace HierKD.Benchmarks.Workloads;

/// <summary>Finds what can be removed of a new network for ImageNet, and removes half of the filters of every layer.</summary>
internal sealed class Discovery : IWorkload
{
    private readonly Device _device;
    private readonly DiscoveryOptions _options;
    private readonly Tensor _x;
    private nn.Module<Tensor, Tensor> _model;

    public Discovery(Device device, bool verify)
    {
        _device = device;
        _options = new() { Verify = verify, PruneFirstLayer = true };
        _x = randn(1, 3, 224, 224).to(device);
        _model = Make();
        Parameters = _model.parameters().Sum(p => p.numel());
    }

    public long Parameters { get; }

    public double MultiplyAdds => 0;

    /// <summary>A model for the next step is made after each, outside what is timed.</summary>
    public void Prepare()
    {
        _model.Dispose();
        _model = Make();
    }

    public void Step()
    {
        using var scope = NewDisposeScope();
        var graph = FilterGraph.Discover(_model, _x, _options);
        var half = FilterMask.Of(graph, graph.Groups.Select(g => Enumerable.Range(0, g.Filters).Select(f => f < (g.Filters + 1) / 2)));
        FilterRemoval.Apply(_model, half);
    }

    public void Dispose()
    {
        _x.Dispose();
        _model.Dispose();
    }

    private nn.Module<Tensor, Tensor> Make() => ResNet.ResNet50().to(_device);
}
