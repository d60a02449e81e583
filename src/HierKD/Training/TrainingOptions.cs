using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>How <see cref="HierarchicalPruner.Run"/> trains: what its phases share, and what each has of its own.</summary>
public sealed record TrainingOptions
{
    /// <summary>The joint phase: all levels together, while filters are scored and masks shrink.</summary>
    public JointPhaseOptions Joint { get; init; } = new();

    /// <summary>Fine-tuning: the student alone.</summary>
    public FineTuningOptions FineTuning { get; init; } = new();

    /// <summary>In which order the levels are trained: which of them are finished, and whether they share a joint phase.</summary>
    /// <value>
    /// <see cref="LevelTraining.Student"/> by default: together, then the student alone. <see cref="Recipe.Family"/> and
    /// <see cref="Recipe.InTurn"/> have the others.
    /// </value>
    public LevelTraining Levels { get; init; }

    /// <summary>
    /// The multiply-adds that the whole run may take, by the count of <see cref="PruningSession.MultiplyAdds"/>: fine-tuning takes as many
    /// epochs as come nearest to it, and <see cref="FineTuningOptions.Epochs"/> does not count. To compare recipes at equal cost. An epoch
    /// is reckoned with the teachers of the time: when the ladder brings a larger one, fewer epochs are left, and the learning rate comes
    /// to its end with them. Where several levels are fine-tuned, all get the same number of epochs; levels in turn get equal parts of the
    /// budget. None is taken if all together would not outlast the warm-up of <see cref="LearningRateSchedule"/>. The
    /// training data is read through once more to count its samples.
    /// </summary>
    /// <value><see langword="null"/> by default: no budget.</value>
    public double? MultiplyAddBudget { get; init; }

    /// <summary>
    /// The learning rate that each phase begins with, but for <see cref="FineTuningOptions.LearningRate"/>;
    /// <see cref="LearningRateSchedule"/> says how it changes.
    /// </summary>
    /// <value>0.05 by default.</value>
    public double LearningRate { get; init; } = 0.05;

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
        var rate = phase == PruningPhase.FineTune ? FineTuning.LearningRate ?? LearningRate : LearningRate;
        var optimizer = Optimizer(given, rate) ?? throw new InvalidOperationException(
            "TrainingOptions.Optimizer returned null; it must return an optimizer on the parameters it is given.");
        OptimizerCheck.Require(optimizer, given, nameof(Optimizer), "the parameters that TrainingOptions.Optimizer is given");
        return optimizer;
    }

    internal void Validate()
    {
        Require(Enum.IsDefined(Levels), nameof(Levels), (int)Levels, $"one of {string.Join(", ", Enum.GetNames<LevelTraining>())}");
        Require(Joint is not null, nameof(Joint), Joint, "the options of the joint phase");
        Require(FineTuning is not null, nameof(FineTuning), FineTuning, "the options of fine-tuning");
        Require(
            MultiplyAddBudget is null or > 0 and < double.PositiveInfinity, nameof(MultiplyAddBudget), MultiplyAddBudget,
            "positive and finite, or null");
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "positive and finite");
        Require(LearningRateSchedule is not null, nameof(LearningRateSchedule), LearningRateSchedule, "a schedule");
        Require(Optimizer is not null, nameof(Optimizer), Optimizer, "a function that makes an optimizer");
        Require(TeacherCacheBytes >= 0, nameof(TeacherCacheBytes), TeacherCacheBytes, "0 or more");
        Joint!.Validate(LearningRateSchedule!);
        FineTuning!.Validate(LearningRateSchedule!, MultiplyAddBudget is not null);
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

    internal static void Require(bool condition, string options, string name, object? value, string right)
    {
        if (!condition)
        {
            throw new ArgumentException(FormattableString.Invariant($"{options}.{name} is {value ?? "null"}; it must be {right}."), name);
        }
    }

    private static void Require(bool condition, string name, object? value, string right) =>
        Require(condition, nameof(TrainingOptions), name, value, right);
}
