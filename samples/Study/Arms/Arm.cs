using HierKD;
using Study.Ideas;

namespace Study.Arms;

/// <summary>One way to make a network small.</summary>
/// <param name="Name">How results call it.</param>
/// <param name="Says">What it is, in words.</param>
/// <param name="Kind">Arms of one kind take the learning rate that was found for it.</param>
/// <param name="Options">Its options within a plan.</param>
internal sealed record Arm(string Name, string Says, ArmKind Kind, Func<ArmPlan, PruningOptions> Options)
{
    /// <summary>In how many of the steps a level above the student takes part, on average.</summary>
    public double LargerLevels { get; init; } = 1;

    /// <summary>What of the budget is for the phase in which levels shrink; the rest is for fine-tuning.</summary>
    public double JointShare { get; init; } = ArmTuning.Of(Kind).JointShare;

    /// <summary>Stages that follow one another, each pruning what the one before left; one for most.</summary>
    public int Stages { get; init; } = 1;

    /// <summary>Whether it differs from other arms in fine-tuning alone, and goes on from the end of one joint phase like them.</summary>
    public bool ForksJointPhase { get; init; }

    /// <summary>What it does before its run; nothing for most.</summary>
    public IPreparation? Preparation { get; init; }

    /// <summary>
    /// The sizes of a family that separate runs make, each with an equal part of the budget, from the student's up; one run makes all that
    /// there are if it is empty.
    /// </summary>
    public IReadOnlyList<double> Separate { get; init; } = [];

    /// <summary>Whether the student's widths are trained from new random weights.</summary>
    public bool FromScratch { get; init; }
}

/// <summary>What an arm's learning rate is chosen for.</summary>
internal enum ArmKind
{
    /// <summary>Several levels that are trained together.</summary>
    Hierarchy,

    /// <summary>The same, each of which is then trained to its end.</summary>
    Family,

    /// <summary>One level that shrinks gradually.</summary>
    Gradual,

    /// <summary>Networks after one another, each of one level that shrinks gradually.</summary>
    Sequential,

    /// <summary>One level, cut at once.</summary>
    OneShot,

    /// <summary>New weights.</summary>
    Scratch,

    /// <summary>As published, with the published rate.</summary>
    Published,
}
