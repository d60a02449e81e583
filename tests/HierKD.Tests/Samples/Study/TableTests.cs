using Study.Oracle;
using Study.Rendering.Pages;
using Study.Rendering.Results;
using Study.Rendering.Tables;
using static HierKD.Tests.Samples.Study.MadeUpStudy;

namespace HierKD.Tests.Samples.Study;

/// <summary>The study's tables from made-up results.</summary>
public sealed class TableTests
{
    private static readonly PlannedCell[] Cells =
    [
        .. from seed in new[] { 1, 2, 3 } from arm in new[] { "default", "rival", "never" } select Cell("a", arm, seed),
        .. from seed in new[] { 1, 2, 3 } select Cell("b", "one", seed),
    ];

    private static GridResults Grid(params MadeUp[] results) => new("made-up", Cells, [.. results.Select(
        r => Result(Cells.Single(c => (c.Arm, c.Seed) == (r.Arm, r.Seed)), r.Original, r.Student, r.Assistant, r.Agreement))]);

    private static string Line(string table, string arm) =>
        table.Split('\n').Single(l => l.StartsWith($"| `{arm}` |", StringComparison.Ordinal));

    [Fact]
    public void A_row_has_means_over_seeds_and_paired_differences()
    {
        // Originals 90, 92, 94; the default's students 80, 81, 82, so -10, -11, -12; the rival's 1, 1 and 1.3 better.
        var grid = Grid(
            new("default", 1, 0.90, 0.80), new("default", 2, 0.92, 0.81), new("default", 3, 0.94, 0.82), new("rival", 1, 0.90, 0.81),
            new("rival", 2, 0.92, 0.82), new("rival", 3, 0.94, 0.833));
        var table = ArmTable.Whole(grid.Settings[0]);
        Assert.Equal(
            "| `default` | the arm default | 81.00 ± 1.00 | -11.00 ± 1.00 |  | 3 | 10.0 % | 5.0 % | 1.0 k | 90 % | 20 |",
            Line(table, "default"));
        // Differences 1, 1, 1.3: mean 1.1, deviation 0.173, and 4.303 * 0.173 / sqrt(3) = 0.43.
        Assert.Contains("| **+1.10 ± 0.17** | 3 |", Line(table, "rival"), StringComparison.Ordinal);
        Assert.Equal("| `never` | the arm never | not run |  |  | 0 of 3 |  |  |  |  |  |", Line(table, "never"));
    }

    [Fact]
    public void Few_seeds_are_told_and_missing_ones_listed()
    {
        var setting = Grid(new("default", 1, 0.9, 0.8), new("rival", 1, 0.9, 0.81), new("rival", 3, 0.9, 0.83)).Settings[0];
        var table = ArmTable.Whole(setting);
        Assert.Contains("| 80.00 | -10.00 |  | 1 of 3, no spread |", Line(table, "default"), StringComparison.Ordinal);
        Assert.Contains(
            "| 82.00 ± 1.41 | -8.00 ± 1.41 | +1.00 (1 of the seeds) | 2 of 3, spread of 2 only |", Line(table, "rival"),
            StringComparison.Ordinal);
        Assert.Equal("Not run: `default` seed 2, 3; `rival` seed 2.\n", ArmTable.Missing(setting));
    }

    [Fact]
    public void An_arm_of_another_part_is_compared_with_the_default_of_its_size()
    {
        var grid = Grid(new("default", 1, 0.9, 0.8), new("one", 1, 0.9, 0.82));
        Assert.Contains("| +2.00 | 1 of 3, no spread |", Line(ArmTable.Short(grid.Part("b").Single()), "one"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_idea_is_compared_with_the_recipe_that_it_changes()
    {
        PlannedCell[] cells =
        [
            .. from seed in new[] { 1, 2, 3 } from arm in new[] { "default", "single", "single:idea" } select Cell("ideas", arm, seed),
        ];
        var grid = new GridResults("made-up", cells, [.. cells.Select(c =>
            Result(c, 0.9, c.Arm switch { "single" => 0.8, "single:idea" => 0.81 + (0.001 * c.Seed), _ => 0.5 }))]);
        var table = IdeasTable.Of(grid.Settings.Single());
        // Of the test images; those of the validation images are the same in made-up results.
        Assert.Contains("| **+1.20 ± 0.10** |", Line(table, "single:idea"), StringComparison.Ordinal);
        // A recipe itself is compared with nothing.
        Assert.Equal("| `single` | the arm single | 50.00 ± 0.00 |  | 80.00 ± 0.00 |  | 3 | 5.0 % | 90 % |", Line(table, "single"));
    }

    [Fact]
    public void A_cell_that_was_finished_twice_counts_once()
    {
        var grid = new GridResults(
            "made-up", Cells, [Result(Cells[0], 0.9, 0.8), Result(Cells[0], 0.9, 0.7), Result(Cell("z", "gone", 1), 0.9, 0.5)]);
        Assert.Equal((80.0, 1, 1), (grid.Settings[0].Arms[0].Test.Mean, grid.Finished, grid.Others));
    }

    [Fact]
    public void A_family_shows_every_level()
    {
        var grid = Grid(new("one", 1, 0.9, 0.82, 0.88, new(0.5, 0.7)), new("one", 2, 0.9, 0.84, 0.88, new(0.7, 0.8)));
        var rows = FamilyTable.Of(grid.Part("b").Single())!.Split('\n');
        Assert.Equal(
            "| `one` | student | 83.00 ± 1.41 | -7.00 ± 1.41 | 2 of 3, spread of 2 only | 10.0 % | 5.0 " +
            "% | 1.0 k | 0.60 ± 0.14 | 0.75 ± 0.07 |",
            rows[2]);
        Assert.Equal("|  | assistant 1 | 88.00 ± 0.00 | -2.00 ± 0.00 |  | 60.0 % | 50.0 % | 5.0 k |  |  |", rows[3]);
        Assert.Null(FamilyTable.Of(grid.Settings[0]));
    }

    [Fact]
    public void One_assistant_is_shown_by_its_place()
    {
        var setting = Grid(new MadeUp("one", 1, 0.9, 0.82, 0.88, new(0.5, 0.7))).Part("b").Single();
        Assert.Equal("| `one` | 50.0 % | -8.00 | -2.00 | 0.50 | 0.70 | 1 of 3, no spread |", Line(AssistantTable.Of(setting)!, "one"));
    }

    [Fact]
    public void A_page_says_where_its_numbers_come_from_and_what_is_missing()
    {
        var page = GridPage.Of(Grid(new MadeUp("default", 1, 0.9, 0.8)));
        Assert.Contains("1 of 12 cells are finished.", page, StringComparison.Ordinal);
        Assert.Contains(
            "From `study-made-up.jsonl`, made by `dotnet run --project samples/Study -c Release` " +
            "with HierKD 0.1.0+0123456789; TorchSharp " +
            "1.0, cpu, threads: 1, 2 cores of a machine.",
            page, StringComparison.Ordinal);
        Assert.Contains("Not run: `one`.", page, StringComparison.Ordinal);
        Assert.Contains("![Accuracy against size: A net on data](study-made-up-accuracy-a-net.svg)", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_counts_wherever_it_stands_whatever_its_arm_is_called()
    {
        PlannedCell[] cells = [Cell("form", "candidate", 1, told: "x"), Cell("a", "default", 1, told: "x"), Cell("a", "rival", 1)];
        var grid = new GridResults(
            "made-up", cells, [Result(Cell("form", "older name", 1, told: "x"), 0.9, 0.8), Result(Cell("a", "gone", 1), 0.9, 0.7)]);
        Assert.Equal((2, 1, 1), (grid.Cells, grid.Finished, grid.Others));
        Assert.All(grid.Settings, s => Assert.Equal(80, s.Arms[0].Test.Mean, 1e-9));
        Assert.False(grid.Settings[1].Arms[1].HasResults);
    }

    [Fact]
    public void A_page_of_a_trial_says_so()
    {
        var trial = Result(
            Cells[0], 0.9, 0.8) with
        { Command = "dotnet run --project samples/Study -c Release -- --grid quick --train-images 300" };
        Assert.Contains(
            "**1 of them are of a trial", GridPage.Of(new GridResults("made-up", Cells, [trial, Result(Cells[1], 0.9, 0.8)])),
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            "of a trial", GridPage.Of(new GridResults("made-up", Cells, [Result(Cells[0], 0.9, 0.8)])), StringComparison.Ordinal);
    }

    [Fact]
    public void An_arm_that_was_changed_between_its_seeds_is_told()
    {
        string Below(double rate)
        {
            var second = Result(Cell("a", "default", 2), 0.9, 0.8);
            return SettingText.Below(new GridResults(
                "made-up", Cells,
                [Result(Cells[0], 0.9, 0.8), second with { Settings = second.Settings with { LearningRate = rate } }]).Settings[0], "file");
        }
        Assert.Contains("**The seeds of `default` were run with different settings**", Below(0.1), StringComparison.Ordinal);
        Assert.DoesNotContain("different settings", Below(0.05), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mark_without_results_reads_not_run()
    {
        Assert.Equal("*Not run.*\n", WorthSections.Of(Grid(), [], "main"));
        Assert.Null(WorthSections.Of(Grid(), [], "nothing"));
    }

    [Fact]
    public void Criteria_are_compared_level_by_level_over_seeds()
    {
        OracleLine Line(int seed, double small, double large) => new(
            [new("net", seed, "assistant 1", 0.5, "size", large, 3, 30), new(
                "net", seed, "student", 0.25, "size", small, 3, 15), new("net", seed, "student", 0.25, "teacher's", 0.1, 3, 15)],
            "dotnet run --project samples/Study -c Release -- oracle", new DateTime(2026, 1, seed),
            new("0.1.0", "TorchSharp 1.0", "a machine", 2, 1, "cpu"));
        var table = WorthSections.Of(Grid(), [Line(1, 0.2, 0.5), Line(2, 0.4, 0.5)], "criteria")!;
        Assert.Equal(
            [
                "| criterion | student (keeps 25 % of the filters) | assistant 1 (keeps 50 % of the filters) | seeds |",
                "|---|---:|---:|---|",
                "| size | 0.30 ± 0.14 | 0.50 ± 0.00 | 2, spread of 2 only |", "| teacher's | 0.10 ± 0.00 |  | 2, spread of 2 only |",
            ],
            table.Split('\n')[..4]);
        Assert.Contains(
            "From `docs/results/study-oracle.jsonl`, made by `dotnet run --project samples/Study -c Release -- oracle` with HierKD 0.1.0;",
            table,
            StringComparison.Ordinal);
    }

    private sealed record MadeUp(
        string Arm, int Seed, double Original, double Student, double? Assistant = null, GradientAgreement? Agreement = null);
}
