using HierKD;
using Study.Arms;
using Study.Tasks;

namespace Study.Grids;

/// <summary>Three sizes from one run, from runs in turn, and from separate runs, at the same total of multiply-adds.</summary>
internal static class FamilyGrid
{
    private const double Smallest = 0.1;
    private static readonly double[] Keeps = [Smallest, 0.25, 0.5];
    private static readonly int[] Seeds = [1, 2, 3, 4, 5];

    private static readonly Arm[] Arms =
    [
        new("family", "Recipe.Family: one joint phase, then each level to its end", ArmKind.Family, plan => plan.Within(
            Recipe.Family([.. Keeps.Select(keep => 1 - keep)]), ArmTuning.Of(ArmKind.Family).LearningRate)),
        new("in-turn", "each level pruned from the finished one above it, which teaches it (Recipe.InTurn with these sizes)",
            ArmKind.Sequential, plan => plan.Within(
                Recipe.InTurn() with { Chain = TeacherChain.Explicit([.. Keeps.Select(keep => 1 - keep)]) },
                ArmTuning.Of(ArmKind.Sequential).LearningRate)),
        new("separate", "Recipe.SingleLevel for each size, all from the original", ArmKind.Gradual, plan => plan.Within(
            Recipe.SingleLevel(plan.Ratio), ArmTuning.Of(ArmKind.Gradual).LearningRate)) { Separate = Keeps },
        new("separate@0.05", "the same with the learning rate of the others", ArmKind.Gradual, plan => plan.Within(
            Recipe.SingleLevel(plan.Ratio), ArmTuning.Of(ArmKind.Family).LearningRate)) { Separate = Keeps },
    ];

    public static IEnumerable<StudyCell> Cells() =>
    [
        // Short and longer training for three networks together.
        .. from budget in (double[])[8, 24]
           from seed in Seeds
           from arm in Arms
           select new StudyCell("family", StudyTask.Named("fashion"), arm, Smallest, seed, budget),
        .. from seed in Seeds.Take(3)
           from arm in Arms
           select new StudyCell("family", StudyTask.Named("cifar10-full"), arm, Smallest, seed, 6),
    ];
}
