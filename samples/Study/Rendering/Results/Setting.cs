namespace Study.Rendering.Results;

/// <summary>
/// Arms that can be compared: of one part of the study, on the same network and data, at the same size of the student, with the same
/// budget.
/// </summary>
internal sealed record Setting(
    string Part, string Task, string Title, double Keep, double Budget, IReadOnlyList<ArmResults> Arms,
    string Measure)
{
    public bool HasResults => Arms.Any(a => a.HasResults);
}
