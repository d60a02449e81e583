using System.Text;
using Study.Rendering.Figures;
using Study.Rendering.Results;
using Study.Rendering.Tables;

namespace Study.Rendering.Pages;

/// <summary>The page on all that was measured of a grid.</summary>
internal static class GridPage
{
    public static string Of(GridResults grid)
    {
        var text = new StringBuilder($"# The study: grid {grid.Name}\n\n");
        text.Append(
            $"Written by `dotnet run --project samples/Study -c Release -- render` from " +
            $"`{File(grid)}`, where each finished cell is a line; " +
            $"`dotnet run --project samples/Study -c Release -- --grid {grid.Name}` runs what is missing " +
            $"(see [samples/Study](../../samples/Study/README.md)).\n");
        text.Append($"{grid.Finished} of {grid.Cells} cells are finished.");
        if (grid.Others > 0)
        {
            text.Append($" The results have {grid.Others} more, of cells that the grid does not have any more; they are not shown.");
        }
        if (grid.Trials > 0)
        {
            text.Append($" **{grid.Trials} of them are of a trial with less data or training than stands here: they say nothing.**");
        }
        text.Append($"\n\n{SettingText.How}");
        foreach (var part in grid.Settings.Select(s => s.Part).Distinct()) Append(text, grid, part);
        return text.ToString();
    }

    /// <summary>The results, as they are called beside the page.</summary>
    public static string File(GridResults grid) => $"study-{grid.Name}.jsonl";

    private static void Append(StringBuilder text, GridResults grid, string part)
    {
        var about = PartText.Of(part);
        text.Append($"\n## {about.Title}\n\n");
        if (about.About.Length > 0) text.Append($"{about.About}\n");
        var settings = grid.Part(part).ToArray();
        if (!about.IsTuning)
        {
            foreach (var figure in GridFigures.Of(grid, part)) text.Append($"\n![{figure.Title}]({figure.Name})\n");
        }
        foreach (var setting in settings) Append(text, grid, setting, about.IsTuning);
    }

    private static string Table(Setting setting, bool isTuning) => setting.Part switch
    {
        PartText.Ideas or PartText.Widths => IdeasTable.Of(setting),
        _ => isTuning ? RateTable.Of(setting) : ArmTable.Whole(setting),
    };

    private static void Append(StringBuilder text, GridResults grid, Setting setting, bool isTuning)
    {
        text.Append($"\n{SettingText.Heading(setting)}\n");
        if (!setting.HasResults)
        {
            text.Append($"Not run: {string.Join(", ", setting.Arms.Select(a => $"`{a.Arm}`"))}.\n");
            return;
        }
        text.Append($"{Table(setting, isTuning)}\n{SettingText.Below(setting, File(grid))}");
        if (isTuning) return;
        if (setting.Part == PartText.Assistants && AssistantTable.Of(setting) is { } assistants)
        {
            text.Append(
                $"\nOne assistant, by its place, and how far the student's gate gradients agreed with its own at the " +
                $"end of the joint phase:\n\n{assistants}");
        }
        if (FamilyTable.Of(setting) is { } family)
        {
            text.Append(
                $"\nThe family: every level, and how far its gate gradients agreed with its teacher's at " +
                $"the end of the joint phase:\n\n{family}");
        }
    }
}
