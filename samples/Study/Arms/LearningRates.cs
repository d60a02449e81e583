namespace Study.Arms;

/// <summary>
/// The learning rate of each kind of arm: the best on the validation images among the finished cells of the part <c>rate</c>. Of one-shot and scratch none is finished; theirs is a guess until then.
/// </summary>
internal static class LearningRates
{
    public static double Of(ArmKind kind) => kind switch
    {
        ArmKind.Hierarchy => 0.01,
        ArmKind.Gradual => 0.1,
        ArmKind.OneShot => 0.05,
        ArmKind.Scratch => 0.05,
        _ => 0.008,
    };
}
