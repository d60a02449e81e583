using HierKD;
using HierKD.Samples;
using Spectre.Console;
using Study.Cells;
using Study.Grids;
using Study.Oracle;
using Study.Rendering.Figures;
using Study.Rendering.Marks;
using Study.Rendering.Pages;
using Study.Rendering.Results;
using Study.Rendering.Tables;

namespace Study.Rendering;

/// <summary>Writes the pages and pictures on the study from its results. It computes nothing with torch.</summary>
internal static class StudyRenderer
{
    /// <summary>The grid whose tables docs/results/worth.md shows.</summary>
    private const string WorthGrid = "cpu";

    /// <param name="docs">The folder with <c>results/worth.md</c> and <c>results/study-*.jsonl</c>.</param>
    public static int Render(string docs)
    {
        var results = Path.Combine(docs, "results");
        var oracle = ResultLine.ReadAll<OracleLine>(Path.Combine(results, OracleTable.File));
        foreach (var name in StudyGrid.Names)
        {
            var file = Path.Combine(results, $"study-{name}.jsonl");
            var grid = new GridResults(name, [.. StudyGrid.Named(name).Select(Planned)], ResultLine.ReadAll<CellResult>(file));
            if (File.Exists(file))
            {
                Write(Path.Combine(results, $"study-{name}.md"), GridPage.Of(grid));
                foreach (var figure in grid.Settings.Select(s => s.Part).Distinct().SelectMany(part => GridFigures.Of(grid, part)))
                {
                    Write(Path.Combine(results, figure.Name), SvgDrawing.Of(figure));
                }
            }
            if (name == WorthGrid)
            {
                var worth = Path.Combine(results, "worth.md");
                Write(worth, MarkedSections.Fill(File.ReadAllText(worth), mark => WorthSections.Of(grid, oracle, mark)));
            }
        }
        return 0;
    }

    private static PlannedCell Planned(StudyCell cell) =>
        new(cell.Part, cell.Key, cell.Task.Name, cell.Task.Title, cell.Arm.Name, cell.Arm.Says, cell.Keep, cell.Budget, cell.Seed,
            cell.Task.Measure == Measure.Filters ? "filters" : "multiply-adds");

    private static void Write(string file, string text)
    {
        File.WriteAllText(file, text);
        AnsiConsole.WriteLine($"Wrote {file}.");
    }
}
