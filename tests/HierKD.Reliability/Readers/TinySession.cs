using HierKD.Tests.Run;

namespace HierKD.Reliability.Readers;

/// <summary>A model, data for it, and a session that stays open, to read checkpoints of.</summary>
internal sealed class TinySession : IDisposable
{
    private readonly TinyNet _model = TinyNet.Seeded(dropout: 0.3);
    private readonly Patterns _data = new(64, seed: 11);

    public TinySession(SessionOptions options) => Session = HierarchicalPruner.Start(_model, _data.Inputs[..8], options);

    public PruningSession Session { get; }

    /// <summary>The model.</summary>
    public TinyNet Network => _model;

    /// <summary>New batches of the data.</summary>
    public PruningData Batches => new(_data.Batches(32, shuffleSeed: 3), _data.Batches(64));

    /// <summary>Another model with the same weights.</summary>
    public static TinyNet Model() => TinyNet.Seeded(dropout: 0.3);

    /// <summary>Weights, private parts, scores and masks. Masks belong to the scope of the caller.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Tensors => [.. SessionTensors.Of(Session), .. SessionTensors.Masks(Session)];

    /// <summary>A few steps with scores and masks, to have something to save.</summary>
    public void Train(optim.Optimizer optimizer)
    {
        foreach (var (x, y) in _data.Batches(32)) Session.ScoreOriginal(x, y);
        Session.UpdateMasks(0.5);
        foreach (var (x, y) in _data.Batches(32))
        {
            using var scope = NewDisposeScope();
            Session.ZeroGrad();
            Session.Backward(x, y);
            optimizer.step();
        }
    }

    public void Dispose()
    {
        Session.Dispose();
        _model.Dispose();
        _data.Dispose();
    }
}
