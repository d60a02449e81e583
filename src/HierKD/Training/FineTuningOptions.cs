namespace HierKD;

/// <summary>
/// How the student, or each level that <see cref="TrainingOptions.Levels"/> names, is trained alone, its masks fixed:
/// <see cref="TrainingOptions.FineTuning"/>.
/// </summary>
public sealed record FineTuningOptions
{
    /// <summary>Epochs of a level's fine-tuning with its masks fixed; 0 for none.</summary>
    /// <value>
    /// 20 by default, which cost less than the joint phase, since the student is small; the published recipe takes 80 on CIFAR-10 and 20 on
    /// ImageNet.
    /// </value>
    public int Epochs { get; init; } = 20;

    /// <summary>Who teaches the student while it is fine-tuned.</summary>
    /// <value><see cref="FineTuneTeacher.Ladder"/> by default.</value>
    public FineTuneTeacher Teacher { get; init; }

    /// <summary>
    /// The learning rate that fine-tuning begins with, where it is to differ: in the joint phase the levels' gradients add up, in
    /// fine-tuning there is the student's alone.
    /// </summary>
    /// <value><see langword="null"/> by default: <see cref="TrainingOptions.LearningRate"/>.</value>
    public double? LearningRate { get; init; }

    /// <summary>
    /// The decay of a moving average of the fine-tuned student's weights and statistics over the steps, in (0, 1), whose values are
    /// measured and taken in place of the last step's (Polyak and Juditsky, Acceleration of stochastic approximation by averaging, 1992).
    /// </summary>
    /// <value><see langword="null"/> by default: no average.</value>
    public double? WeightAverage { get; init; }

    /// <summary>Ends a level's fine-tuning after so many epochs without a better validation metric.</summary>
    /// <value><see langword="null"/> by default: never. The best epoch's weights are taken in any case.</value>
    public int? Patience { get; init; }

    internal void Validate(LearningRateSchedule schedule, bool hasBudget)
    {
        Require(Epochs >= 0, nameof(Epochs), Epochs, "0 or more");
        Require(Enum.IsDefined(Teacher), nameof(Teacher), (int)Teacher, $"one of {string.Join(", ", Enum.GetNames<FineTuneTeacher>())}");
        Require(
            LearningRate is null or > 0 and < double.PositiveInfinity, nameof(LearningRate), LearningRate, "positive and finite, or null");
        Require(WeightAverage is null or > 0 and < 1, nameof(WeightAverage), WeightAverage, "in (0, 1), or null");
        Require(Patience is null or >= 1, nameof(Patience), Patience, "at least 1, or null");
        if (Epochs > 0 && !hasBudget) schedule.RequireFits(Epochs, nameof(Epochs));
    }

    private static void Require(bool condition, string name, object? value, string right) =>
        TrainingOptions.Require(condition, nameof(FineTuningOptions), name, value, right);
}
