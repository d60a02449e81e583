using Study.Rendering.Figures;
using Study.Rendering.Results;

namespace Study.Rendering.Pages;

/// <summary>Which pictures belong to a part.</summary>
internal static class GridFigures
{
    public static IEnumerable<Figure> Of(GridResults grid, string part) => part switch
    {
        PartText.Main or PartText.Paper =>
            grid.Part(part).Select(s => s.Task).Distinct().Select(task => StudyFigures.Accuracy(grid, part, task)).OfType<Figure>(),
        PartText.Assistants => grid.Part(part).Select(s => StudyFigures.Assistant(grid, s)).OfType<Figure>(),
        _ => [],
    };
}
