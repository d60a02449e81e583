using System.Text;
using Study.Oracle;
using Study.Rendering.Results;
using Study.Rendering.Tables;

namespace Study.Rendering.Pages;

/// <summary>What the marks of docs/results/worth.md stand for.</summary>
internal static class WorthSections
{
    private const string Folder = "docs/results/";

    /// <summary>The text of a mark; null if there is no such mark.</summary>
    public static string? Of(GridResults grid, IReadOnlyList<OracleLine> oracle, string name) => name switch
    {
        "criteria" => oracle.Count == 0 ? SettingText.NotRun : OracleTable.Of(oracle, $"{Folder}{OracleTable.File}"),
        "how" => SettingText.How,
        "main" => Part(grid, PartText.Main, ArmTable.Short),
        "assistants" => Part(grid, PartText.Assistants, s => ArmTable.Short(s) + (AssistantTable.Of(s) is { } table ? $"\n{table}" : "")),
        "rivals" => Part(grid, PartText.Rivals, ArmTable.Short),
        "variants" => Part(grid, PartText.Variants, ArmTable.Short),
        "scarce" => Part(grid, PartText.Scarce, ArmTable.Short),
        "short" => Part(grid, PartText.Short, ArmTable.Short),
        "residual" => Part(grid, PartText.Residual, ArmTable.Short),
        "family" => Part(grid, PartText.Main, s => FamilyTable.Of(s) ?? SettingText.NotRun, pictures: false),
        _ => null,
    };

    private static string Part(GridResults grid, string part, Func<Setting, string> table, bool pictures = true)
    {
        var settings = grid.Part(part).ToArray();
        if (!settings.Any(s => s.HasResults)) return SettingText.NotRun;
        var text = new StringBuilder();
        foreach (var figure in pictures ? GridFigures.Of(grid, part) : []) text.Append($"![{figure.Title}]({figure.Name})\n\n");
        foreach (var setting in settings)
        {
            text.Append($"{SettingText.Heading(setting)}\n");
            text.Append(setting.HasResults
                ? $"{table(setting)}\n{SettingText.Below(setting, $"{Folder}{GridPage.File(grid)}")}\n"
                : $"{SettingText.NotRun}\n");
        }
        text.Append($"All of it, with sizes and costs: [grid {grid.Name}](study-{grid.Name}.md).\n");
        return text.ToString();
    }
}
