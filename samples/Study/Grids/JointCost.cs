using HierKD;

namespace Study.Grids;

/// <summary>How many epochs of a joint phase a budget pays for, by the targets of its levels.</summary>
internal static class JointCost
{
    /// <summary>A forward pass as a part of forward and backward.</summary>
    private const double Forward = 1.0 / 3;

    /// <summary>Moments at which a schedule is looked at.</summary>
    private const int Moments = 1000;

    /// <param name="options">The run.</param>
    /// <param name="larger">In how many of the steps a level above the student takes part.</param>
    /// <param name="budget">In epochs of the original's training.</param>
    public static int Epochs(PruningOptions options, double larger, double budget)
    {
        if (options.Training.Levels == LevelTraining.InTurn) return InTurn(options, budget);
        var sizes = options.Chain.Levels.Select(level => Average(options, level)).ToArray();
        var cost = sizes[0] + larger * sizes[1..].Sum();
        if (options.Distillation.Weight > 0) cost += Forward * Asked(options.Distillation.Teacher, larger, sizes);
        // The gradients of the original choose the largest level's filters.
        if (options.Scorer.Source == GradientSource.Teacher && options.Chain.Levels[^1].Ratio > 0) cost++;
        return Math.Max(1, (int)Math.Round(budget / cost));
    }

    /// <summary>An epoch of each stage: the level on its way from the one above, which teaches it.</summary>
    private static int InTurn(PruningOptions options, double budget)
    {
        var (cost, teacher) = (0.0, 1.0);
        foreach (var level in options.Chain.Levels.Reverse())
        {
            var shrinking = options.Training.Joint.Shrinking;
            cost += Enumerable.Range(0, Moments).Average(i => teacher - shrinking.At(teacher - level.Keep, (i + 0.5) / Moments));
            cost += Forward * teacher;
            teacher = level.Keep;
        }
        return Math.Max(1, (int)Math.Round(budget / cost));
    }

    /// <summary>What teachers are asked without being trained, in sizes of the original.</summary>
    private static double Asked(LevelTeacher teacher, double larger, double[] sizes)
    {
        var original = teacher == LevelTeacher.NextLarger && sizes.Length > 1 ? larger : 1;
        if (teacher == LevelTeacher.Original || sizes.Length == 1) return original;
        // The student always takes part, its teacher in some of the steps.
        return original + ((1 - larger) * sizes[1]);
    }

    /// <summary>The mean fraction of the multiply-adds that a level has during the phase.</summary>
    private static double Average(PruningOptions options, ChainLevel level) => options.Execution == LevelExecution.Masked
        ? 1
        : Enumerable.Range(0, Moments).Average(i => 1 - options.Training.Joint.Shrinking.At(level.Ratio, (i + 0.5) / Moments));
}
