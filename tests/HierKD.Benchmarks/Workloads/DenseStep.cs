using TorchSharp.Modules;

namespace HierKD.Benchmarks.Workloads;

/// <summary>A training step as a user writes it, without HierKD.</summary>
internal sealed class DenseStep : IWorkload
{
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly TrainingBatch _batch;
    private readonly SGD _optimizer;

    /// <param name="network">One of <see cref="Networks"/>.</param>
    /// <param name="batch">Its batch size.</param>
    /// <param name="device">Where.</param>
    public DenseStep(string network, int batch, Device device)
    {
        _model = Networks.Make(network).to(device);
        _model.train();
        _batch = new TrainingBatch(batch, device);
        _optimizer = Optimizers.Make(_model.parameters());
        Parameters = _model.parameters().Sum(p => p.numel());
    }

    public long Parameters { get; }

    public double MultiplyAdds => 0;

    public void Step()
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        nn.functional.cross_entropy(_model.call(_batch.X), _batch.Y).backward();
        _optimizer.step();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _batch.Dispose();
        _model.Dispose();
    }
}
