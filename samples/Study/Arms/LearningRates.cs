namespace Study.Arms;

/// <summary>
/// The learning rate of each kind of arm, for the best on the validation images in the part <c>rate</c> to be entered here; of <see cref="ArmKind.Published"/> the published one. As long as cells of that part are missing they are provisional.
/// </summary>
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
