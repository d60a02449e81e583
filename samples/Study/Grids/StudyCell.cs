using HierKD;
using Study.Arms;
using Study.Tasks;

namespace Study.Grids;

/// <summary>One run: a network made small in one way, once.</summary>
/// <param name="Part">The part of the study that it belongs to.</param>
/// <param name="Task">Network and data.</param>
/// <param name="Arm">How.</param>
/// <param name="Keep">The fraction of the multiply-adds that the student may keep.</param>
/// <param name="Seed">The seed of everything that is drawn.</param>
/// <param name="Budget">The training's multiply-adds, in epochs of the original's training.</param>
internal sealed record StudyCell(string Part, StudyTask Task, Arm Arm, double Keep, int Seed, double Budget)
{
    /// <summary>What tells the run from every other, whatever its arm is called: two cells that tell it the same are the same.</summary>
    public string Run => RunKey.Of(Key, Arm.Name);

    /// <summary>The same to be read.</summary>
    public string Key => FormattableString.Invariant($"{Task.Name}/keep{Keep}/budget{Budget}/{Arm.Name}/seed{Seed}#") +
        OptionsText.Digest(Options(1, Budget, Keep), [Arm.Stages, Arm.FromScratch, .. Newer(Arm)]);

    /// <summary>What came later counts where it is used, so that older results keep their names.</summary>
    private static IEnumerable<object> Newer(Arm arm)
    {
        if (arm.Preparation is { } preparation) yield return preparation.GetType();
        foreach (var keep in arm.Separate) yield return keep;
    }

    /// <summary>What the run is told.</summary>
    /// <param name="budget">The training's multiply-adds.</param>
    /// <param name="epochs">The same in epochs of the original's training.</param>
    /// <param name="keep">What the student may keep in this stage.</param>
    public PruningOptions Options(double budget, double epochs, double keep)
    {
        var options = Arm.Options(new ArmPlan(keep, budget, Seed, Task.Discovery, Task.Measure));
        return options.Training.Joint.Epochs == 0 ? options : options with
        {
            Training =
            options.Training with
            {
                Joint =
                options.Training.Joint with { Epochs = JointCost.Epochs(options, Arm.LargerLevels, epochs * Arm.JointShare) }
            }
        };
    }
}
