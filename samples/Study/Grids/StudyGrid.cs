using HierKD;
using Study.Arms;
using Study.Tasks;

namespace Study.Grids;

/// <summary>The cells of a study, in the order in which they are run.</summary>
internal static class StudyGrid
{
    private static readonly int[] Seeds = [1, 2, 3];
    private static readonly double[] Keeps = [0.2, 0.05];

    public static IReadOnlyList<string> Names { get; } = ["quick", "cpu", "ideas", "family", "networks", "widths", "paper"];

    public static IReadOnlyList<StudyCell> Named(string name) => name switch
    {
        "quick" => Quick(),
        "cpu" => Cpu(),
        "ideas" => [.. IdeasGrid.Cells()],
        "family" => [.. FamilyGrid.Cells()],
        "networks" => [.. NetworksGrid.Cells()],
        "widths" => [.. WidthsGrid.Cells()],
        _ => Paper(),
    };

    /// <summary>Four arms, once each, at an extreme ratio: under ten minutes on one core.</summary>
    private static List<StudyCell> Quick() =>
        [.. new[] { ArmCatalogue.Default, ArmCatalogue.Single, ArmCatalogue.PaperSlim, ArmCatalogue.OneShot(
            "gate", Saliency.GateGradient()) }.Select(arm => new StudyCell("quick", StudyTask.Named("fashion-part"), arm, 0.02, 1, 8))];

    /// <summary>A night on two cores.</summary>
    private static List<StudyCell> Cpu() => [.. CpuGrid.Cells()];

    /// <summary>
    /// The published setting: VGG16's and ResNet-56's place is taken by ResNet-20 at full data and long schedules; the recipes of the paper
    /// itself are samples/Recipes.
    /// </summary>
    private static List<StudyCell> Paper() =>
        [.. from seed in Seeds
            from keep in Keeps
            from arm in CpuGrid.Main
            select new StudyCell("paper", StudyTask.Named("cifar10-full"), arm, keep, seed, 160)];

    internal static StudyCell Fashion(string part, Arm arm, double keep, int seed) =>
        new(part, StudyTask.Named("fashion"), arm, keep, seed, 8);

    internal static StudyCell Scarce(string part, Arm arm, double keep, int seed) =>
        new(part, StudyTask.Named("fashion-1000"), arm, keep, seed, 40);

    internal static StudyCell Cifar(string part, Arm arm, double keep, int seed) =>
        new(part, StudyTask.Named("cifar10"), arm, keep, seed, 4);
}
