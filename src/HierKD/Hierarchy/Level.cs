namespace HierKD;

/// <summary>One level of a running session: a mask over the shared network's filters, and its private parts.</summary>
public sealed class Level : IDisposable
{
    private readonly WorkingModel _working;
    private readonly LevelExecution _execution;
    private IModelWeights _weights;

    internal Level(ChainLevel plan, LevelValues values, FilterMask mask, WorkingModel working, LevelExecution execution)
    {
        _working = working;
        _execution = execution;
        Plan = plan;
        Values = values;
        Scores = new ScoreBoard(mask.Graph, values.Values[0].device);
        Mask = mask;
        _weights = Bind();
    }

    /// <summary>The level's name and target.</summary>
    public ChainLevel Plan { get; }

    /// <summary>The level's name, from <see cref="Plan"/>.</summary>
    public string Name => Plan.Name;

    /// <summary>The filters that are on.</summary>
    public FilterMask Mask { get; private set; }

    internal LevelValues Values { get; }

    internal ScoreBoard Scores { get; }

    /// <summary>What the model computes with at this level.</summary>
    internal IModelWeights Weights => _weights;

    /// <summary>Ends the level; the session that made it does so.</summary>
    void IDisposable.Dispose()
    {
        (_weights as IDisposable)?.Dispose();
        Scores.Dispose();
        Values.Dispose();
    }

    /// <summary>The multiply-adds of one sample's forward pass, as it is computed.</summary>
    internal long MultiplyAdds { get; private set; }

    internal void SetMask(FilterMask mask)
    {
        if (mask.SameAs(Mask)) return;
        (_weights as IDisposable)?.Dispose();
        Mask = mask;
        _weights = Bind();
    }

    private IModelWeights Bind()
    {
        var slim = _execution == LevelExecution.Slim;
        MultiplyAdds = Mask.Graph.Cost.MultiplyAdds(slim ? Mask : FilterMask.Full(Mask.Graph));
        return slim
            ? new SlimWeights(_working.Tensors, Values.Values, Mask.ToSelection())
            : new MaskedWeights(_working.Tensors, Values.Values, Mask.ToSelection());
    }
}
