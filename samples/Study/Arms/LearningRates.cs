namespace Study.Arms;

/// <summary>The learning rate of each kind of arm, found on validation images by the cells named <c>rate</c>.</summary>
internal static class LearningRates
{
    public static double Of(ArmKind kind) => kind switch
    {
        ArmKind.Hierarchy => 0.02,
        ArmKind.Gradual => 0.1,
        ArmKind.OneShot => 0.05,
        ArmKind.Scratch => 0.05,
        _ => 0.008,
    };
}
