namespace HierKD;

/// <summary>How far a phase is, in steps and as a fraction, even while the number of batches is not known yet.</summary>
internal sealed class EpochClock
{
    private int _epoch;

    /// <param name="data">What is trained on.</param>
    /// <param name="epochs">The phase's epochs.</param>
    /// <param name="done">The epochs that are done.</param>
    /// <param name="steps">The steps in an epoch, if they are known from those.</param>
    public EpochClock(PruningData data, int epochs, int done = 0, int? steps = null)
    {
        Epochs = epochs;
        _epoch = done;
        Steps = steps ?? data.CountTrainBatches();
    }

    /// <summary>The phase's epochs.</summary>
    public int Epochs { get; private set; }

    /// <summary>The epochs that are done.</summary>
    public int Done => _epoch;

    /// <summary>Steps in an epoch, once known.</summary>
    public int? Steps { get; private set; }

    public int Step { get; private set; }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch => _epoch + 1;

    /// <summary>
    /// The epochs done with the part of the current one; within the first epoch of data that cannot be counted it stands still.
    /// </summary>
    public double Position => PositionAt(Step);

    /// <summary>The phase's progress, in [0, 1].</summary>
    public double Progress => ProgressAt(Step);

    /// <summary>The progress after one step more.</summary>
    public double NextProgress => ProgressAt(Step + 1);

    /// <summary>Ends the phase earlier or later than was planned, after the epochs that are done at the earliest.</summary>
    public void EndAfter(int epochs) => Epochs = Math.Max(epochs, _epoch);

    public void Tick() => Step++;

    public void EndEpoch()
    {
        Steps = Step;
        Step = 0;
        _epoch++;
    }

    private double ProgressAt(int step) => PositionAt(step) / Epochs;

    private double PositionAt(int step) => Math.Min(Epochs, _epoch + (Steps is > 0 ? Math.Min(1.0, (double)step / Steps.Value) : 0));
}
