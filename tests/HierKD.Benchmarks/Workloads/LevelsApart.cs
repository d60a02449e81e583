namespace HierKD.Benchmarks.Workloads;

/// <summary>
/// What a joint step would cost if every level were an ordinary network of its own: a plain step of each in turn, cut to the widths that
/// the levels of a session have.
/// </summary>
internal sealed class LevelsApart : IWorkload
{
    private readonly DenseStep[] _steps;

    public LevelsApart(string network, int batch, Device device, SessionOptions options)
    {
        using var whole = Networks.Make(network).to(device);
        Parameters = whole.parameters().Sum(p => p.numel());
        using var images = new TrainingBatch(batch, device);
        using var example = images.X.narrow(0, 0, 2);
        using var session = HierarchicalPruner.Start(whole, example, options);
        session.ScoreOriginal(images.X, images.Y);
        session.UpdateMasks();
        _steps = session.Levels.Select(level => new DenseStep(network, batch, device, level.Mask)).ToArray();
    }

    public long Parameters { get; }

    public double MultiplyAdds => 0;

    public void Step()
    {
        foreach (var step in _steps) step.Step();
    }

    public void Dispose()
    {
        foreach (var step in _steps) step.Dispose();
    }
}
