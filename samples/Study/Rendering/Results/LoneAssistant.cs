using HierKD.Samples;

namespace Study.Rendering.Results;

/// <summary>An arm whose student has one level above it.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Kept">The fraction of the multiply-adds that the assistant keeps.</param>
/// <param name="Change">The assistant's test accuracy less the original's, in points.</param>
/// <param name="Cosine">How far the student's gate gradients agree in direction with the assistant's, if that was measured.</param>
/// <param name="Signs">How far in sign.</param>
internal sealed record LoneAssistant(ArmResults Arm, double Kept, Spread Change, Spread? Cosine, Spread? Signs)
{
    /// <summary>The finished arms of a setting with one level above the student, by its size.</summary>
    public static IReadOnlyList<LoneAssistant> All(Setting setting) =>
        setting.Arms.Where(a => a.Levels.Count == 2).Select(Of).OrderBy(a => a.Kept).ToArray();

    private static LoneAssistant Of(ArmResults arm)
    {
        var (student, assistant) = (arm.Levels[0], arm.Levels[1]);
        return new LoneAssistant(
            arm, arm.OfLevel(assistant, (_, l) => l.KeptMultiplyAdds)!.Mean,
            arm.OfLevel(assistant, (r, l) => 100 * (l.Test - r.OriginalTest))!,
            arm.OfLevel(student, (_, l) => l.Agreement?.Cosine), arm.OfLevel(student, (_, l) => l.Agreement?.SignAgreement));
    }
}
