namespace HierKD;

/// <summary>A level that a report is to have a line for.</summary>
/// <param name="Line">What the line is called.</param>
/// <param name="Cut">The level.</param>
/// <param name="Metric">Its metric on the validation batches.</param>
internal readonly record struct ReportedLevel(string Line, CutLevel Cut, double Metric)
{
    /// <summary>The line of a level as it was before it was trained alone.</summary>
    public static string JointPhase(string level) => $"{level}, joint phase";
}
