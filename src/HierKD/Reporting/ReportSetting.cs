namespace HierKD;

/// <summary>One thing that a run was told or given.</summary>
/// <param name="Name">The option's name, as in code: <c>Training.LearningRate</c>.</param>
/// <param name="Value">Its value as text, numbers in the invariant culture. An object of the caller's own says what its <c>ToString</c>
/// does: its type's name, unless that is overridden.</param>
public sealed record ReportSetting(string Name, string Value);
