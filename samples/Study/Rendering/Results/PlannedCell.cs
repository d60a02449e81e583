using Study.Grids;

namespace Study.Rendering.Results;

/// <summary>A cell of a grid as the pages know it.</summary>
/// <param name="Part">The part of the study.</param>
/// <param name="Key">What tells it from every other.</param>
/// <param name="Task">Network and data.</param>
/// <param name="Title">Those in words.</param>
/// <param name="Arm">The arm.</param>
/// <param name="Says">The arm in words.</param>
/// <param name="Keep">The fraction that the student may keep.</param>
/// <param name="Budget">The training's multiply-adds, in epochs of the original's training.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Measure">What <paramref name="Keep"/> is a fraction of, in words.</param>
internal sealed record PlannedCell(
    string Part, string Key, string Task, string Title, string Arm, string Says, double Keep, double Budget, int Seed,
    string Measure = "multiply-adds")
{
    public string Run => RunKey.Of(Key, Arm);
}
