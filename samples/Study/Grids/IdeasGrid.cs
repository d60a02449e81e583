using HierKD;
using Study.Arms;
using Study.Ideas;
using Study.Tasks;

namespace Study.Grids;

/// <summary>Cheap ideas that may pay, each against the recipe that it changes, at the same budget.</summary>
internal static class IdeasGrid
{
    private static readonly int[] Seeds = [1, 2, 3, 4, 5];
    private static readonly double[] Keeps = [0.02, 0.1];

    /// <summary>What the others change.</summary>
    private static readonly Arm[] References =
    [
        ArmCatalogue.Default, ArmCatalogue.Single, ArmCatalogue.InTurn(2),
    ];

    private static readonly Arm[] Ideas =
    [
        Changed("standardized", "soft targets of standardised logits (temperature 2, weight 9, task weight 0.1)", o => o with
        {
            Distillation = o.Distillation with { Loss = new StandardizedTargets(2), Weight = 9, TaskWeight = 0.1 },
        }),
        Changed("alpha", "the adaptive alpha-divergence in place of soft targets, weight 1", o => o with
        {
            Distillation = o.Distillation with { Loss = new AlphaDivergence(), Weight = 1 },
        }),
        Changed("isomorphic", "groups of like shape ranked together", o => o with { Pruner = new IsomorphicPruner() }),
        Changed("rate-probe", "the better of three learning rates of fine-tuning, found by short probes", o => o) with
        {
            Preparation = new RateProbe(),
        },
        Changed("greedy-widths", "widths that a joint network of drawn widths chooses greedily", o => o) with
        {
            Preparation = new GreedyWidths(),
        },
        ArmCatalogue.Variant(
            "in-place", "smaller levels learn from the largest alone, which the original teaches, and from no labels", o => o with
            {
                Distillation = o.Distillation with { Teacher = LevelTeacher.NextLarger, Weight = 1, TaskWeight = 0 },
            }),
        ArmCatalogue.OneShot("gate", Saliency.GateGradient()),
        ArmCatalogue.OneShot("gate", Saliency.GateGradient()) with
        {
            Name = "one-shot-gate:growing",
            Says = "Recipe.OneShot, a growing penalty on the filters that will go, with half of the budget, before they are cut",
            Preparation = new GrowingPenalty(),
        },
    ];

    public static IEnumerable<StudyCell> Cells() =>
        from seed in Seeds
        from keep in Keeps
        from arm in (Arm[])[.. References, .. Ideas]
        select StudyGrid.Fashion("ideas", arm, keep, seed);

    private static Arm Changed(string name, string says, Func<PruningOptions, PruningOptions> change) => new(
        $"single:{name}", $"Recipe.SingleLevel, {says}", ArmKind.Gradual, plan => change(ArmCatalogue.Single.Options(plan)));
}
