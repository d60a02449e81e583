using HierKD;

namespace Study.Arms;

/// <summary>The arms of the study.</summary>
internal static class ArmCatalogue
{
    /// <summary>Our recipe.</summary>
    public static Arm Default { get; } =
        new("default", "Recipe.Default", ArmKind.Hierarchy, plan => plan.Within(Recipe.Default(plan.Ratio), Rate(ArmKind.Hierarchy)));

    /// <summary>One level that shrinks gradually, taught by the original.</summary>
    public static Arm Single { get; } =
        new("single", "Recipe.SingleLevel", ArmKind.Gradual, plan => plan.Within(Recipe.SingleLevel(plan.Ratio), Rate(ArmKind.Gradual)));

    /// <summary>The method as published; it computes every level whole.</summary>
    public static Arm Paper { get; } =
        new("paper", "Recipe.Paper", ArmKind.Published, plan => plan.Within(Recipe.Paper(plan.Ratio), Rate(ArmKind.Published)));

    /// <summary>The same with slim levels and nested masks, which lets it train about twice as long, and our learning rate.</summary>
    public static Arm PaperSlim { get; } = new(
        "paper-slim", "Recipe.Paper with slim execution, nested masks, our learning rate and one cosine", ArmKind.Hierarchy,
        plan =>
        {
            var options = plan.Within(Recipe.Paper(plan.Ratio), Rate(ArmKind.Hierarchy));
            return options with
            {
                Execution = LevelExecution.Slim,
                NestedMasks =
                true,
                Training = options.Training with { LearningRateSchedule = LearningRateSchedule.Cosine() }
            };
        })
    { JointShare = ArmTuning.Of(ArmKind.Published).JointShare };

    public static Arm OneShot(string name, ISaliencyScorer scorer) => new(
        $"one-shot-{name}", $"cut at once by {name} scores, then fine-tuned, taught by the original", ArmKind.OneShot,
        plan => plan.Within(Recipe.OneShot(plan.Ratio, scorer), Rate(ArmKind.OneShot)));

    /// <summary>Taught by the original, or by nothing.</summary>
    public static Arm Undistilled(Arm arm) => new(
        $"{arm.Name}-no-kd", $"{arm.Says}, without distillation", arm.Kind,
        plan => arm.Options(plan) with { Distillation = new() { Weight = 0 } });

    /// <summary>
    /// Sequential distillation through separate networks: each stage prunes what the one before left, and is taught by it (TAKD, Mirzadeh
    /// et al., AAAI 2020, with pruned students).
    /// </summary>
    public static Arm Sequential(int stages) => new(
        $"takd-{stages}", $"{stages} separate networks after one another, each pruned gradually from the one before, which teaches it",
        ArmKind.Sequential,
        plan => plan.Within(Recipe.SingleLevel(plan.Ratio), Rate(ArmKind.Sequential)))
    { Stages = stages };

    /// <summary>Sequential distillation in one run.</summary>
    public static Arm InTurn(int stages) => new(
        $"in-turn-{stages}", $"Recipe.InTurn with {stages} stages", ArmKind.Sequential,
        plan => plan.Within(Recipe.InTurn(plan.Ratio, stages), Rate(ArmKind.Sequential)));

    /// <summary>The student's widths with new weights, taught by the original.</summary>
    public static Arm Scratch { get; } = new(
        "scratch", "the widths of a pruned student, trained from new weights, taught by the original", ArmKind.Scratch,
        plan => plan.Within(Recipe.OneShot(plan.Ratio), Rate(ArmKind.Scratch)))
    { FromScratch = true };

    /// <summary>A number of assistants, and their spacing.</summary>
    public static Arm Chain(string name, string says, Func<double, TeacherChain> chain) =>
        new(name, $"Recipe.Default with {says}", ArmKind.Hierarchy, plan => plan.Within(
            Recipe.Default(plan.Ratio) with { Chain = chain(plan.Ratio).WeighAssistants(AssistantWeight) }, Rate(ArmKind.Hierarchy)));

    /// <summary>Our recipe with one thing changed.</summary>
    public static Arm Variant(string name, string says, Func<PruningOptions, PruningOptions> change) =>
        new($"default:{name}", $"Recipe.Default, {says}", ArmKind.Hierarchy, plan => change(Default.Options(plan)));

    /// <summary>As in Recipe.Default.</summary>
    internal static double AssistantWeight { get; } = Recipe.Default().Chain.Assistants[0].Weight;

    /// <summary>An arm with other shares of its phases.</summary>
    public static Arm WithLongerJointPhase(Arm arm) => arm with
    {
        Name =
        $"{arm.Name}-longer",
        Says = $"{arm.Says}; three quarters of the budget for the phase in which levels shrink",
        JointShare = 0.75
    };

    public static Arm WithRate(Arm arm, double rate) =>
        arm with { Name = FormattableString.Invariant($"{arm.Name}@{rate}"), Options = plan => At(rate, arm.Options(plan)) };

    private static PruningOptions At(double rate, PruningOptions options) =>
        options with { Training = options.Training with { LearningRate = rate } };

    private static double Rate(ArmKind kind) => ArmTuning.Of(kind).LearningRate;
}
