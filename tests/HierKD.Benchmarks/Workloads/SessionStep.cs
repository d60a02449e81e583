using TorchSharp.Modules;

namespace HierKD.Benchmarks.Workloads;

/// <summary>A joint step of HierKD on a hierarchy whose masks are at their targets.</summary>
internal sealed class SessionStep : IWorkload
{
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly TrainingBatch _batch;
    private readonly PruningSession _session;
    private readonly SGD _optimizer;
    private readonly bool _score;

    /// <param name="network">One of <see cref="Networks"/>.</param>
    /// <param name="batch">Its batch size.</param>
    /// <param name="device">Where.</param>
    /// <param name="options">The hierarchy.</param>
    /// <param name="score">Whether steps score filters.</param>
    public SessionStep(string network, int batch, Device device, SessionOptions options, bool score)
    {
        _score = score;
        _model = Networks.Make(network).to(device);
        _model.train();
        _batch = new TrainingBatch(batch, device);
        Parameters = _model.parameters().Sum(p => p.numel());
        using var example = _batch.X.narrow(0, 0, 2);
        _session = HierarchicalPruner.Start(_model, example, options);
        _optimizer = Optimizers.Make(_session.Parameters());
        _session.ScoreOriginal(_batch.X, _batch.Y);
        _session.UpdateMasks();
        MultiplyAdds = Counted();
    }

    public long Parameters { get; }

    /// <summary>Where the time of its steps goes.</summary>
    public StepProfile Profile => _session.Working.Profile;

    /// <summary>The session's part of a step, without the optimizer's.</summary>
    public void Backward()
    {
        using var scope = NewDisposeScope();
        _session.ZeroGrad();
        _session.Backward(_batch.X, _batch.Y, _score);
    }

    /// <summary>The optimizer's part.</summary>
    public void StepOptimizer()
    {
        using var scope = NewDisposeScope();
        _optimizer.step();
    }

    public double MultiplyAdds { get; }

    public void Step()
    {
        using var scope = NewDisposeScope();
        _session.ZeroGrad();
        _session.Backward(_batch.X, _batch.Y, _score);
        _optimizer.step();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _session.Dispose();
        _batch.Dispose();
        _model.Dispose();
    }

    private double Counted()
    {
        var before = _session.MultiplyAdds;
        Step();
        return _session.MultiplyAdds - before;
    }
}
