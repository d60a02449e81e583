namespace HierKD.Benchmarks.Workloads;

/// <summary>The forward pass of one sample in evaluation mode, of a network of <see cref="LargeNetworks"/>.</summary>
internal sealed class OneSample : IWorkload
{
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly Tensor _x;

    public OneSample(string network, Device device)
    {
        (_model, var sample) = LargeNetworks.Make(network);
        _model = _model.to(device);
        _model.eval();
        _x = randn(sample).to(device);
        Parameters = _model.parameters().Sum(p => p.numel());
    }

    public long Parameters { get; }

    public double MultiplyAdds => 0;

    public void Step()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        // Reading a number waits for a GPU to finish.
        _ = _model.call(_x).sum().ToDouble();
    }

    public void Dispose()
    {
        _x.Dispose();
        _model.Dispose();
    }
}
