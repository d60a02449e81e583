using System.Globalization;
using System.Text;
using HierKD.Samples;
using Spectre.Console;

namespace HierKD.Recipes;

/// <summary>The page on all recipes, written from the results.</summary>
internal static class RecipeTable
{
    public static int Write(string results, string page)
    {
        File.WriteAllText(page, Render(ResultLine.ReadAll<RecipeOutcome>(results)));
        AnsiConsole.WriteLine($"Wrote {page}.");
        return 0;
    }

    public static string Render(IReadOnlyList<RecipeOutcome> outcomes)
    {
        var text = new StringBuilder();
        Line(text, $"# Recipes");
        Line(text, $"");
        Line(text, $"Published experiments as files to be read from top to bottom, in [samples/Recipes](../samples/Recipes/README.md),");
        Line(text, $"beside what was published. Written by `dotnet run --project samples/Recipes -c Release -- table` from");
        Line(text, $"`docs/results/recipes.jsonl`, which gets a line from each run on real data. *Not measured* means what it says:");
        Line(text, $"these runs take GPU hours or days and data that is not part of the repository. `.ci/run` runs every recipe on");
        Line(text, $"made-up data in the official format, which shows that it runs and nothing about accuracy.");
        Line(text, $"");
        Line(text, $"Accuracies are top-1 in per cent; those of students are given as change of their own baseline's where they were");
        Line(text, $"published so. Ours are on the test set, which is read once for each finished network.");
        foreach (var recipe in AllRecipes.List) Append(text, recipe, outcomes.Where(o => o.Recipe == recipe.Name).ToArray());
        return text.ToString();
    }

    private static void Append(StringBuilder text, IRecipe recipe, IReadOnlyList<RecipeOutcome> outcomes)
    {
        Line(text, $"");
        Line(text, $"## {recipe.Title}");
        Line(text, $"");
        var ratios = string.Join('|', recipe.Ratios);
        Line(text, $"    dotnet run --project samples/Recipes -c Release -- {recipe.Name} --data FOLDER --ratio {ratios}");
        Line(text, $"");
        Line(text, $"Ratios are fractions of the {(recipe.Measure == Measure.MultiplyAdds ? "multiply-adds" : "filters")} removed.");
        Line(text, $"");
        Line(text, $"| published | | params | multiply-adds | top-1 | ours |");
        Line(text, $"|---|---|---:|---:|---:|---|");
        foreach (var row in recipe.Published)
        {
            var ours = row.Ratio is { } ratio ? Ours(outcomes.Where(o => o.Ratio == ratio).ToArray()) : "";
            Line(text, $"| {row.Source} | {row.Label} | {row.Parameters} | {row.MultiplyAdds} | {row.Top1} | {ours} |");
        }
    }

    private static string Ours(RecipeOutcome[] outcomes) =>
        outcomes.Length == 0 ? "not measured" : string.Join("<br>", outcomes.Select(Ours));

    private static string Ours(RecipeOutcome outcome)
    {
        var (original, student) = (outcome.Levels[0], outcome.Levels[^1]);
        var change = 100 * (outcome.StudentTest - outcome.OriginalTest);
        var phases = $"{outcome.JointEpochs} + {outcome.FixedMaskEpochs} + {outcome.FineTuneEpochs} epochs";
        return string.Concat(
            Text($"{100 * outcome.OriginalTest:0.00} → {100 * outcome.StudentTest:0.00} ({change:+0.00;-0.00}), "),
            Text($"{student.Parameters / 1e6:0.00}M ({100.0 * student.Parameters / original.Parameters:0} %), "),
            Text($"{student.MultiplyAdds / 1e6:0}M ({100.0 * student.MultiplyAdds / original.MultiplyAdds:0} %); "),
            Text($"{outcome.DataName}, seed {outcome.Seed}"),
            outcome.Whole ? "" : Text($"; not the whole recipe: {phases}, batch {outcome.BatchSize}"));
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(Text(line)).Append('\n');

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
