using HierKD;
using Study.Arms;

namespace Study.Grids;

/// <summary>What widths by time cost in accuracy: the recipe with them and without, at two sizes.</summary>
internal static class WidthsGrid
{
    private static readonly int[] Seeds = [1, 2, 3, 4, 5];
    private static readonly double[] Keeps = [0.25, 0.1];

    private static readonly Arm Timed = new(
        "single:timed-widths", "Recipe.SingleLevel, widths by the time that layers take", ArmKind.Gradual, plan =>
        {
            var options = ArmCatalogue.Single.Options(plan);
            return options with
            {
                Training = options.Training with { Joint = options.Training.Joint with { TimedWidths = new() } },
            };
        });

    public static IEnumerable<StudyCell> Cells() =>
        from seed in Seeds
        from keep in Keeps
        from arm in (Arm[])[ArmCatalogue.Single, Timed]
        select StudyGrid.Fashion("widths", arm, keep, seed);
}
