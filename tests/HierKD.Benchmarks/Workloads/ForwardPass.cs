namespace HierKD.Benchmarks.Workloads;

/// <summary>A network's answer in evaluation mode, of the whole network or of one that was made smaller.</summary>
internal sealed class ForwardPass : IWorkload
{
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly Tensor _x;

    /// <param name="network">One of <see cref="Networks"/>.</param>
    /// <param name="batch">The samples of a batch.</param>
    /// <param name="device">Where.</param>
    /// <param name="keep">The fraction of the multiply-adds that stays; the whole network if <see langword="null"/>.</param>
    /// <param name="timed">Whether widths are brought to what the device computes fast.</param>
    public ForwardPass(string network, int batch, Device device, double? keep = null, bool timed = false)
    {
        _model = Networks.Make(network).to(device);
        _model.train();
        Parameters = _model.parameters().Sum(p => p.numel());
        using var images = new TrainingBatch(Math.Max(batch, 8), device);
        using (NewDisposeScope())
        {
            var x = images.X.narrow(0, 0, batch);
            _x = x.clone().DetachFromDisposeScope();
        }
        using var example = images.X.narrow(0, 0, 2);
        var options = new SessionOptions
        {
            Chain = TeacherChain.Explicit(1 - (keep ?? 0.5)).Of(Measure.MultiplyAdds),
        };
        using (var session = HierarchicalPruner.Start(_model, example, options))
        {
            session.ScoreOriginal(images.X, images.Y);
            session.UpdateMasks();
            if (timed) session.TimeWidths(_x);
            var cost = session.Graph.Cost;
            MultiplyAdds = batch * (double)cost.MultiplyAdds(keep is null ? FilterMask.Full(session.Graph) : session.Student.Mask);
            if (keep is not null) session.Finish(session.Student);
        }
        _model.eval();
    }

    private ForwardPass(nn.Module<Tensor, Tensor> model, Tensor x)
    {
        (_model, _x) = (model, x);
        _model.eval();
        Parameters = _model.parameters().Sum(p => p.numel());
    }

    /// <summary>Of one sample, by a network of <see cref="LargeNetworks"/>.</summary>
    public static ForwardPass OfOneSample(string network, Device device)
    {
        var (model, sample) = LargeNetworks.Make(network);
        return new ForwardPass(model.to(device), randn(sample).to(device));
    }

    public long Parameters { get; }

    public double MultiplyAdds { get; }

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
