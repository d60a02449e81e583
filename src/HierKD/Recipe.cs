namespace HierKD;

/// <summary>Options that go together. Each is a start: change what should differ with <c>with</c>.</summary>
/// <example>
/// <code>
/// var options = Recipe.SingleLevel(studentRatio: 0.6) with { Seed = 7 };
/// using PruningResult result = HierarchicalPruner.Run(model, data, options);
/// </code>
/// </example>
public static class Recipe
{
    /// <summary>
    /// The hierarchy that <see cref="HierarchicalPruner.Run"/> takes unasked: one run, a family of models. One assistant halfway
    /// (geometrically) between student and original, whose loss weighs a quarter of the student's; while they shrink, the frozen original
    /// teaches the assistant, and both together teach the student; then the assistant teaches the student alone, until that is better, and
    /// after it the original.
    /// </summary>
    /// <remarks>
    /// Measured (docs/results/study-cpu.md, "The recipes and the strongest rival"; a small VGG on Fashion-MNIST, three seeds, equal
    /// multiply-adds of training, a learning rate found for each): for one student with 20 % of the multiply-adds <see cref="SingleLevel"/>
    /// is the better choice, as accurate (+0.08 ± 0.17 points) and faster; for one with 2 % this recipe was 0.54 ± 0.69 points ahead of it,
    /// which three seeds do not establish, in more than twice the time, and as good as sequential distillation (0.04 ± 0.62), which
    /// <see cref="InTurn"/> is, and which was ahead where training was short for the cut (0.89 ± 1.41 with a quarter of the budget).
    /// </remarks>
    /// <param name="studentRatio">The fraction of the filters that the student does without, in (0, 1). Default 0.5.</param>
    /// <param name="assistants">The number of assistants. Default 1.</param>
    public static PruningOptions Default(double studentRatio = 0.5, int assistants = 1) =>
        new() { Chain = TeacherChain.Default(studentRatio, assistants) };

    /// <summary>
    /// One small model and nothing else: no assistants, the student shrinks gradually (Zhu and Gupta, 2017) while the frozen original
    /// teaches it, and is fine-tuned by it. A step costs about the student's own size and a forward pass of the original.
    /// </summary>
    /// <param name="studentRatio">The fraction of the filters that the student does without, in (0, 1). Default 0.5.</param>
    public static PruningOptions SingleLevel(double studentRatio = 0.5) => new()
    {
        Chain = TeacherChain.Explicit(studentRatio),
        Distillation = new() { Teacher = LevelTeacher.Original },
        Training = new() { FineTuning = new() { Teacher = FineTuneTeacher.Original } },
    };

    /// <summary>
    /// Several sizes in one run, each trained to its end: all levels share a joint phase, then each is fine-tuned alone, from the largest
    /// down, taught by the finished ones above it and the original. <see cref="PruningResult.Levels"/> are finished models.
    /// </summary>
    /// <param name="ratios">The fractions of the filters that the models do without, from the student to the largest: each in [0, 1),
    /// strictly falling, the first above 0.</param>
    /// <exception cref="ArgumentException">There is no ratio, or they do not fall.</exception>
    /// <example><code>Recipe.Family(0.9, 0.75, 0.5) // three models: with 10, 25 and 50 % of the filters</code></example>
    public static PruningOptions Family(params double[] ratios) => new()
    {
        Chain = TeacherChain.Explicit(ratios),
        Training = new() { Levels = LevelTraining.Family },
    };

    /// <summary>
    /// Sequential distillation: the network shrinks in stages of equal size ratio. Each stage has all phases of
    /// <see cref="SingleLevel"/>, and what it leaves is the next one's original and teacher (TAKD, Mirzadeh et al., AAAI 2020, with pruned
    /// students). <see cref="PruningResult.Levels"/> are the finished models of all stages; all fit the network that was given.
    /// </summary>
    /// <param name="studentRatio">The fraction of the filters that the student does without, in (0, 1). Default 0.5.</param>
    /// <param name="stages">How many stages, at least 1. Default 2. Each has <see cref="JointPhaseOptions.Epochs"/> and
    /// <see cref="FineTuningOptions.Epochs"/>, or an equal part of <see cref="TrainingOptions.MultiplyAddBudget"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static PruningOptions InTurn(double studentRatio = 0.5, int stages = 2)
    {
        if (stages < 1) throw new ArgumentOutOfRangeException(nameof(stages), stages, $"stages is {stages}; it must be at least 1.");
        var stage = SingleLevel(studentRatio);
        return stage with
        {
            Chain = TeacherChain.Geometric(studentRatio, stages - 1, whole: false),
            Training = stage.Training with { Levels = LevelTraining.InTurn },
        };
    }

    /// <summary>
    /// The classical baseline: filters are scored on the original and removed at once; what is left is fine-tuned, taught by the original.
    /// </summary>
    /// <param name="studentRatio">The fraction of the filters that the student does without, in (0, 1). Default 0.5.</param>
    /// <param name="scorer">Says which filters go. <see cref="Saliency.GateGradient"/> if <see langword="null"/>.</param>
    public static PruningOptions OneShot(double studentRatio = 0.5, ISaliencyScorer? scorer = null) => new()
    {
        Chain = TeacherChain.Explicit(studentRatio),
        Scorer = scorer ?? Saliency.GateGradient(),
        Distillation = new() { Teacher = LevelTeacher.Original },
        Training = new() { Joint = new() { Epochs = 0 }, FineTuning = new() { Teacher = FineTuneTeacher.Original } },
    };

    /// <summary>
    /// The method as published for CIFAR-10 (Miles and Mikolajczyk, BMVC 2020), batches of 128, random crops and mirroring being the data's
    /// own affair.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Signed scores of each level's teacher, learned by gradient descent; one raw threshold over all layers; the ratios from the start,
    /// masks chosen anew in every step, each level's among all filters; distillation at temperature 15 without the factor of its square;
    /// private normalisations, first layer and classifier; 80 epochs together and 80 of the student alone, with the ladder of teachers.
    /// </para>
    /// <para>
    /// Departures: coupled channels of residual networks share one score and go together, so that they can be removed; a layer keeps two
    /// filters at least; the gate stands at the consumers' inputs, where it is right for every network; scores begin with one batch of the
    /// original, since without any there is no first mask; the decay of the cosine cycles is not published, nor is the learning rate of the
    /// scores.
    /// </para>
    /// </remarks>
    /// <param name="studentRatio">The fraction of the filters that the student does without, in (0, 1). Default 0.6.</param>
    public static PruningOptions Paper(double studentRatio = 0.6) => new()
    {
        Chain = TeacherChain.Paper(studentRatio),
        Scorer = Saliency.CascadedGate(ScoreAccumulation.Sgd(), signed: true),
        Pruner = Pruner.GlobalThreshold(ScoreNormalization.None),
        Distillation =
            new() { Loss = DistillationLoss.SoftTargets(temperature: 15, scaled: false), Weight = 0.4, Teacher = LevelTeacher.NextLarger },
        Private = PrivateParts.All,
        NestedMasks = false,
        Execution = LevelExecution.Masked,
        Training = new()
        {
            Joint = new() { Epochs = 80, Shrinking = RatioSchedule.Immediate, FreezeMasksAt = 1, MaskInterval = 1, ScoringBatches = 1 },
            FineTuning = new() { Epochs = 80, Teacher = FineTuneTeacher.Ladder },
            LearningRate = 0.008,
            LearningRateSchedule = LearningRateSchedule.CosineCycles(epochs: 5),
        },
    };
}
