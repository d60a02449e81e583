using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>How <see cref="HierarchicalPruner.Run"/> trains.</summary>
public sealed record TrainingOptions
{
    /// <summary>
    /// Epochs of the joint phase: all levels together, filters scored and masks updated; 0 to prune at once by the scores of the original.
    /// </summary>
    /// <value>10 by default; the published recipe takes 80 on CIFAR-10 and 20 on ImageNet.</value>
    public int JointEpochs { get; init; } = 10;

    /// <summary>Epochs in which all levels are trained together after that, with fixed masks.</summary>
    /// <value>0 by default; the published recipe takes 10 on ImageNet.</value>
    public int FixedMaskEpochs { get; init; }

    /// <summary>Epochs of the student's fine-tuning with its masks fixed; 0 for none.</summary>
    /// <value>
    /// 20 by default, which cost less than the joint phase, since the student is small; the published recipe takes 80 on CIFAR-10 and 20 on
    /// ImageNet.
    /// </value>
    public int FineTuneEpochs { get; init; } = 20;

    /// <summary>
    /// The multiply-adds that the whole run may take, by the count of <see cref="PruningSession.MultiplyAdds"/>: fine-tuning takes as many
    /// epochs as come nearest to it, and <see cref="FineTuneEpochs"/> does not count. To compare recipes at equal cost. An epoch is
    /// reckoned with the teachers of the time: when the ladder brings a larger one, fewer epochs are left, and the learning rate comes to
    /// its end with them. None is taken if all together would not outlast the warm-up of <see cref="LearningRateSchedule"/>. The training
    /// data is read through once more to count its samples.
    /// </summary>
    /// <value><see langword="null"/> by default: no budget.</value>
    public double? MultiplyAddBudget { get; init; }

    /// <summary>Who teaches the student while it is fine-tuned.</summary>
    /// <value><see cref="FineTuneTeacher.Ladder"/> by default.</value>
    public FineTuneTeacher FineTuneTeacher { get; init; }

    /// <summary>
    /// The decay of a moving average of the fine-tuned student's weights and statistics over the steps, in (0, 1), whose values are
    /// measured and taken in place of the last step's (Polyak and Juditsky, Acceleration of stochastic approximation by averaging, 1992).
    /// </summary>
    /// <value><see langword="null"/> by default: no average.</value>
    public double? WeightAverage { get; init; }

    /// <summary>
    /// The learning rate that each phase begins with, but for <see cref="FineTuneLearningRate"/>; <see cref="LearningRateSchedule"/> says
    /// how it changes.
    /// </summary>
    /// <value>0.05 by default.</value>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>
    /// The learning rate that fine-tuning begins with, where it is to differ: in the joint phase the levels' gradients add up, in
    /// fine-tuning there is the student's alone.
    /// </summary>
    /// <value><see langword="null"/> by default: <see cref="LearningRate"/>.</value>
    public double? FineTuneLearningRate { get; init; }

    /// <summary>How the learning rate changes during each phase.</summary>
    /// <value>
    /// <see cref="LearningRateSchedule.Cosine"/> by default: along half a cosine to 0. The published recipe has
    /// <see cref="LearningRateSchedule.CosineCycles"/>.
    /// </value>
    public LearningRateSchedule LearningRateSchedule { get; init; } = LearningRateSchedule.Cosine();

    /// <summary>Makes the optimizer of a phase.</summary>
    /// <value>
    /// By default SGD with Nesterov momentum 0.9 and weight decay 4e-4, as in Miles and Mikolajczyk (BMVC 2020). The phase's learning rate
    /// is the second argument; the learning rates of its parameter groups keep their proportions.
    /// </value>
    public Func<IEnumerable<Parameter>, double, optim.Optimizer> Optimizer { get; init; } =
        (parameters, learningRate) => optim.SGD(parameters, learningRate, momentum: 0.9, weight_decay: 4e-4, nesterov: true);

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

    /// <summary>Ends fine-tuning after so many epochs without a better validation metric.</summary>
    /// <value><see langword="null"/> by default: never. The best epoch's weights are taken in any case.</value>
    public int? Patience { get; init; }

    /// <summary>
    /// How many bytes may be taken to remember what frozen teachers answer to the training samples, where these never change
    /// (<see cref="ISampleBatches"/>, such as <see cref="TensorBatches"/>): each teacher is then asked once for each sample, not in every
    /// epoch. The original is frozen in all phases, the assistants in fine-tuning. A teacher for which there is no room is asked every
    /// time, and so are all with a distillation loss that compares features; 0 remembers nothing.
    /// </summary>
    /// <value>256 MiB by default: ten classes of 6.7 million samples, a thousand of 67,000.</value>
    public long TeacherCacheBytes { get; init; } = 256L << 20;

    internal optim.Optimizer MakeOptimizer(IEnumerable<Parameter> parameters, PruningPhase phase)
    {
        var given = parameters.ToArray();
        var optimizer = Optimizer(given, phase == PruningPhase.FineTune ? FineTuneLearningRate ?? LearningRate : LearningRate)
            ?? throw new InvalidOperationException(
                "TrainingOptions.Optimizer returned null; it must return an optimizer on the parameters it is given.");
        OptimizerCheck.Require(optimizer, given, nameof(Optimizer), "the parameters that TrainingOptions.Optimizer is given");
        return optimizer;
    }

    internal void Validate()
    {
        Require(JointEpochs >= 0, nameof(JointEpochs), JointEpochs, "0 or more");
        Require(FixedMaskEpochs >= 0, nameof(FixedMaskEpochs), FixedMaskEpochs, "0 or more");
        Require(MultiplyAddBudget is null
            or > 0 and < double.PositiveInfinity, nameof(MultiplyAddBudget), MultiplyAddBudget, "positive and finite, or null");
        Require(Enum.IsDefined(FineTuneTeacher), nameof(
            FineTuneTeacher), (int)FineTuneTeacher, $"one of {string.Join(", ", Enum.GetNames<FineTuneTeacher>())}");
        Require(WeightAverage is null or > 0 and < 1, nameof(WeightAverage), WeightAverage, "in (0, 1), or null");
        Require(ScoreInterval >= 1, nameof(ScoreInterval), ScoreInterval, "at least 1");
        Require(FineTuneEpochs >= 0, nameof(FineTuneEpochs), FineTuneEpochs, "0 or more");
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "positive and finite");
        Require(FineTuneLearningRate is null
            or > 0 and < double.PositiveInfinity, nameof(FineTuneLearningRate), FineTuneLearningRate, "positive and finite, or null");
        Require(FreezeMasksAt is > 0 and <= 1, nameof(FreezeMasksAt), FreezeMasksAt, "in (0, 1]");
        Require(MaskInterval >= 1, nameof(MaskInterval), MaskInterval, "at least 1");
        Require(ScoringBatches >= 1, nameof(ScoringBatches), ScoringBatches, "at least 1");
        Require(RecalibrationBatches >= 0, nameof(RecalibrationBatches), RecalibrationBatches, "0 or more");
        Require(Patience is null or >= 1, nameof(Patience), Patience, "at least 1, or null");
        Require(TeacherCacheBytes >= 0, nameof(TeacherCacheBytes), TeacherCacheBytes, "0 or more");
        Require(Optimizer is not null, nameof(Optimizer), Optimizer, "a function that makes an optimizer");
        Require(Shrinking is not null, nameof(Shrinking), Shrinking, "a schedule");
        Require(LearningRateSchedule is not null, nameof(LearningRateSchedule), LearningRateSchedule, "a schedule");
        if (JointEpochs > 0) LearningRateSchedule!.RequireFits(JointEpochs, nameof(JointEpochs));
        if (FixedMaskEpochs > 0) LearningRateSchedule!.RequireFits(FixedMaskEpochs, nameof(FixedMaskEpochs));
        if (FineTuneEpochs > 0 && MultiplyAddBudget is null) LearningRateSchedule!.RequireFits(FineTuneEpochs, nameof(FineTuneEpochs));
        if (FreezeMasksAt < Shrinking!.ReachedAt)
        {
            throw new ArgumentException(
                $"TrainingOptions.FreezeMasksAt is {FreezeMasksAt}, before Shrinking reaches its target at " +
                $"{Shrinking.ReachedAt}: levels would stay too large.",
                nameof(FreezeMasksAt));
        }
    }

    /// <summary>Refuses data that the options cannot do with.</summary>
    internal void Validate(PruningData data)
    {
        if (LearningRateSchedule.WarmUpEpochs == 0 || data.CountTrainBatches() is not null) return;
        throw new ArgumentException(
            "The learning rate warms up, but data.Train cannot be counted: the rate would stand at 0 for a whole epoch. Set " +
            "PruningData.TrainBatches, or give a source with a count.",
            nameof(data));
    }

    private static void Require(bool condition, string name, object? value, string right)
    {
        if (!condition)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"TrainingOptions.{name} is {value ?? "null"}; it must be {right}."), name);
        }
    }
}
