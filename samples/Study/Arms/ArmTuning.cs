namespace Study.Arms;

/// <summary>
/// What was found for each kind of arm on the validation images, in the parts <c>rate</c> and <c>form</c>; for
/// <see cref="ArmKind.Published"/> what was published.
/// </summary>
/// <param name="LearningRate">The rate that each phase begins with.</param>
/// <param name="JointShare">What of the budget is for the phase in which levels shrink; the rest is for fine-tuning.</param>
internal sealed record ArmTuning(double LearningRate, double JointShare)
{
    public static ArmTuning Of(ArmKind kind) => kind switch
    {
        ArmKind.Hierarchy => new(0.05, 0.75),
        ArmKind.Family => new(0.05, 0.5),
        ArmKind.Gradual => new(0.01, 0.5),
        ArmKind.Sequential => new(0.05, 0.5),
        ArmKind.OneShot => new(0.005, 0),
        ArmKind.Scratch => new(0.05, 0),
        _ => new(0.008, 0.5),
    };
}
