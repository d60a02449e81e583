namespace OwnTrainingLoop;

/// <summary>Ends a training after so many epochs without a better metric.</summary>
internal sealed class EarlyStopping(int patience)
{
    private double _best = double.NegativeInfinity;
    private int _idle;

    /// <summary>Whether the training should end.</summary>
    public bool IsDue => _idle >= patience;

    /// <summary>Takes note of an epoch's metric; says whether it is the best so far.</summary>
    public bool IsBest(double metric)
    {
        var better = metric > _best;
        (_best, _idle) = better ? (metric, 0) : (_best, _idle + 1);
        return better;
    }
}
