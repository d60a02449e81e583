namespace HierKD;

/// <summary>Which of a batch's targets is that of an output.</summary>
internal static class OutputTargets
{
    /// <param name="output">Which output.</param>
    /// <param name="named">The target that somebody has named.</param>
    /// <param name="outputs">How many outputs there are.</param>
    /// <param name="targets">How many targets.</param>
    /// <returns>The one that was named, the only one, or that of the output's number where there are as many; else none.</returns>
    public static int? PlaceOf(int output, int? named, int outputs, int targets) =>
        named ?? (targets == 1 ? 0 : targets == outputs ? output : null);
}
