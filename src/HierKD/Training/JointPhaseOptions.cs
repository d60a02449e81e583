namespace HierKD;

/// <summary>How the levels are trained together: <see cref="TrainingOptions.Joint"/>.</summary>
public sealed record JointPhaseOptions
{
    /// <summary>
    /// Epochs in which all levels are trained together, filters scored and masks updated; 0 to prune at once by the scores of the original.
    /// </summary>
    /// <value>10 by default; the published recipe takes 80 on CIFAR-10 and 20 on ImageNet.</value>
    public int Epochs { get; init; } = 10;

    /// <summary>Epochs in which all levels are trained together after that, with fixed masks.</summary>
    /// <value>0 by default; the published recipe takes 10 on ImageNet.</value>
    public int FixedMaskEpochs { get; init; }

    /// <summary>How the levels shrink to their ratios during the joint phase.</summary>
    /// <value><see cref="RatioSchedule.Cubic"/>, done at half of the phase, by default.</value>
    public RatioSchedule Shrinking { get; init; } = RatioSchedule.Cubic();

    /// <summary>
    /// The progress of the joint phase, in (0, 1], after which masks stay as they are, so that weights and statistics can settle.
    /// </summary>
    /// <value>
    /// 0.75 by default. What is trained from there on, the last step at least, is trained with the final masks; only a phase of one epoch
    /// on data of unknown length (<see cref="PruningData.TrainBatches"/>) gets them after its last step.
    /// </value>
    public double FreezeMasksAt { get; init; } = 0.75;

    /// <summary>Steps between two updates of the masks, counted anew in every epoch.</summary>
    /// <value>10 by default. The last update before <see cref="FreezeMasksAt"/> does not wait for its turn.</value>
    public int MaskInterval { get; init; } = 10;

    /// <summary>Steps between two steps of the joint phase in which filters are scored, counted anew in every epoch.</summary>
    /// <value>1 by default: every step.</value>
    public int ScoreInterval { get; init; } = 1;

    /// <summary>Batches that score the original's filters before the joint phase.</summary>
    /// <value>20 by default.</value>
    public int ScoringBatches { get; init; } = 20;

    /// <summary>
    /// Training batches that re-estimate the running statistics of every level's normalisation layers after the joint phase, before the
    /// level is measured and cut out (<see cref="PruningSession.Recalibrate"/>).
    /// </summary>
    /// <value>
    /// 0 by default: the moving averages of the joint phase are kept. An alternative to private norms, or an addition to them.
    /// </value>
    public int RecalibrationBatches { get; init; }

    /// <summary>
    /// Whether the last update of the masks brings the widths of the levels that the run ends with to what this device computes fast, on
    /// the example input: see <see cref="HierKD.TimedWidths"/>.
    /// </summary>
    /// <value>
    /// <see langword="null"/> by default: widths are the pruner's. <see cref="PruningReport.Widths"/> says what it brought. Two runs may
    /// measure differently, and then end with other widths.
    /// </value>
    public TimedWidths? TimedWidths { get; init; }

    internal void Validate(LearningRateSchedule schedule)
    {
        TimedWidths?.Validate(nameof(TimedWidths));
        Require(Epochs >= 0, nameof(Epochs), Epochs, "0 or more");
        Require(FixedMaskEpochs >= 0, nameof(FixedMaskEpochs), FixedMaskEpochs, "0 or more");
        Require(Shrinking is not null, nameof(Shrinking), Shrinking, "a schedule");
        Require(FreezeMasksAt is > 0 and <= 1, nameof(FreezeMasksAt), FreezeMasksAt, "in (0, 1]");
        Require(MaskInterval >= 1, nameof(MaskInterval), MaskInterval, "at least 1");
        Require(ScoreInterval >= 1, nameof(ScoreInterval), ScoreInterval, "at least 1");
        Require(ScoringBatches >= 1, nameof(ScoringBatches), ScoringBatches, "at least 1");
        Require(RecalibrationBatches >= 0, nameof(RecalibrationBatches), RecalibrationBatches, "0 or more");
        if (Epochs > 0) schedule.RequireFits(Epochs, nameof(Epochs));
        if (FixedMaskEpochs > 0) schedule.RequireFits(FixedMaskEpochs, nameof(FixedMaskEpochs));
        Require(
            FreezeMasksAt >= Shrinking!.ReachedAt, nameof(FreezeMasksAt), FreezeMasksAt,
            FormattableString.Invariant(
                $"at least {Shrinking.ReachedAt}, where Shrinking reaches its target, or levels would stay too large"));
    }

    private static void Require(bool condition, string name, object? value, string right) =>
        TrainingOptions.Require(condition, nameof(JointPhaseOptions), name, value, right);
}
