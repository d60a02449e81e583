namespace Study.Arms;

/// <summary>The learning rate of each kind of arm: the best on the validation images in the part <c>rate</c>; of <see cref="ArmKind.Published"/> the published one.</summary>
internal static class LearningRates
{
    public static double Of(ArmKind kind) => kind switch
    {
        ArmKind.Hierarchy => 0.05,
        ArmKind.Gradual => 0.02,
        ArmKind.Sequential => 0.02,
        ArmKind.OneShot => 0.05,
        ArmKind.Scratch => 0.05,
        _ => 0.008,
    };
}
