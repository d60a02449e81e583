namespace HierKD.Benchmarks.Workloads;

/// <summary>Finds what can be removed of a new network, and removes half of the filters of every layer if that is asked for.</summary>
internal sealed class Discovery : IWorkload
{
    private readonly Device _device;
    private readonly string _network;
    private readonly bool _remove;
    private readonly DiscoveryOptions _options;
    private readonly Tensor _x;
    private nn.Module<Tensor, Tensor> _model;

    public Discovery(string network, Device device, bool remove)
    {
        (_network, _device, _remove) = (network, device, remove);
        _options = new() { PruneFirstLayer = true };
        (_model, var sample) = LargeNetworks.Make(network);
        _model = _model.to(device);
        _x = randn(sample).to(device);
        Parameters = _model.parameters().Sum(p => p.numel());
    }

    public long Parameters { get; }

    public double MultiplyAdds => 0;

    /// <summary>A model that has been made smaller is replaced, outside what is timed.</summary>
    public void Prepare()
    {
        if (!_remove) return;
        _model.Dispose();
        _model = LargeNetworks.Make(_network).Network.to(_device);
    }

    public void Step()
    {
        using var scope = NewDisposeScope();
        var graph = FilterGraph.Discover(_model, _x, _options);
        if (!_remove) return;
        var half = FilterMask.Of(graph, graph.Groups.Select(g => Enumerable.Range(0, g.Filters).Select(f => f < (g.Filters + 1) / 2)));
        FilterRemoval.Apply(_model, half);
    }

    public void Dispose()
    {
        _x.Dispose();
        _model.Dispose();
    }
}
