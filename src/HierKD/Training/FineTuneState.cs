namespace HierKD;

/// <summary>
/// How far fine-tuning is: the weights that are trained, their average over the steps if one is kept, the best so far, and what decides how
/// it goes on. Owns the weights.
/// </summary>
internal sealed class FineTuneState(CutLevel student, CutLevel? average, CutLevel best) : IDisposable
{
    public CutLevel Student { get; } = student;

    public CutLevel? Average { get; } = average;

    public CutLevel Best { get; private set; } = best;

    /// <summary>What is measured after an epoch.</summary>
    public CutLevel Measured => Average ?? Student;

    /// <summary>The phase's epochs.</summary>
    public int Epochs { get; set; }

    /// <summary>The same as planned at its beginning, when the teachers to come were not known.</summary>
    public int PlannedEpochs { get; set; }

    public double BestMetric { get; set; }

    /// <summary>Epochs since the best one.</summary>
    public int Idle { get; set; }

    public static FineTuneState Begin(CutLevel student, bool average) =>
        new(student.Copy(), average ? student.Copy() : null, student.Copy());

    public void TakeAsBest(double metric)
    {
        Best.Dispose();
        Best = Measured.Copy();
        (BestMetric, Idle) = (metric, 0);
    }

    /// <summary>The best weights, which the caller owns from now on.</summary>
    public CutLevel GiveBest()
    {
        var best = Best;
        Best = null!;
        return best;
    }

    public void Dispose()
    {
        Student.Dispose();
        Average?.Dispose();
        Best?.Dispose();
    }
}
