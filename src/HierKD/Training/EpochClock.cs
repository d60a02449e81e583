namespace HierKD;

/// <summary>How far a phase is, in steps and as a fraction, even while the number of batches is not known yet.</summary>
internal sealed class EpochClock
{
    private readonly int _epochs;
    private int _epoch;

    public EpochClock(PruningData data, int epochs)
    {
        _epochs = epochs;
        Steps = data.CountTrainBatches();
    }

    /// <summary>Steps in an epoch, once known.</summary>
    public int? Steps { get; private set; }

    public int Step { get; private set; }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch => _epoch + 1;

    /// <summary>The phase's progress, in [0, 1]; within the first epoch of data that cannot be counted it stands still.</summary>
    public double Progress => Math.Min(1, (_epoch + (Steps is > 0 ? Math.Min(1.0, (double)Step / Steps.Value) : 0)) / _epochs);

    public void Tick() => Step++;

    public void EndEpoch()
    {
        Steps = Step;
        Step = 0;
        _epoch++;
    }
}
