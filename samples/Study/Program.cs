// Compares ways to make networks small, cell by cell of a grid, at equal multiply-adds of training. What is finished is not repeated.
using HierKD.Samples;
using Spectre.Console;
using Study;
using Study.Cells;
using Study.Grids;
using Study.Oracle;
using Study.Rendering;
using Study.Tasks;

return SampleProgram.Run(CommandLine.Create(Run, RunOracle, StudyRenderer.Render), args);

static int Run(StudySettings settings)
{
    var device = settings.Prepare();
    var done = ResultLine.ReadAll<CellResult>(settings.Results).Select(r => RunKey.Of(r.Key, r.Settings.Arm)).ToHashSet();
    var cells = StudyGrid.Named(settings.Grid).DistinctBy(c => c.Run)
        .Where(c => settings.Only is null || $"{c.Part}:{c.Key}".Contains(settings.Only, StringComparison.Ordinal))
        .Where(c => settings.Seed is null || c.Seed == settings.Seed).ToArray();
    var open = cells.Where((_, i) => i % settings.Share.Of == settings.Share.Index - 1).Where(c => !done.Contains(c.Run)).ToArray();
    AnsiConsole.WriteLine(
        $"Grid {settings.Grid}: {cells.Length} cells, {cells.Count(c => done.Contains(c.Run))} finished, {open.Length} to run here.");
    if (settings.List)
    {
        foreach (var cell in cells) Console.WriteLine($"{(done.Contains(cell.Run) ? "done    " : "not run ")} {cell.Part}  {cell.Key}");
        return 0;
    }
    var runner = new CellRunner(settings, device);
    foreach (var task in open.Select(c => c.Task).Distinct())
    {
        using var data = task.Load(settings, device);
        foreach (var cell in open.Where(c => c.Task == task))
        {
            AnsiConsole.WriteLine($"[{cell.Part}] {cell.Key}");
            var result = runner.Run(cell, data);
            ResultLine.Append(settings.Results, result);
            runner.Forget(cell);
            var levels = result.Levels.Select(l => $"{l.Name} {100 * l.Test:0.00} % at {100 * l.KeptMultiplyAdds:0.0} % of the MACs");
            AnsiConsole.WriteLine(
                $"  original {100 * result.OriginalTest:0.00} %, {string.Join(", ", levels)}; " +
                $"spent {result.Spent / result.Budget:P0} of the budget, {result.Seconds:0} s");
        }
    }
    return 0;
}

static int RunOracle(StudySettings settings)
{
    var device = settings.Prepare();
    foreach (var seed in new[] { 1, 2, 3 })
    {
        AnsiConsole.WriteLine($"Oracle, seed {seed}");
        var results = new OracleTest(settings, device).Run(StudyTask.Named("fashion"), seed);
        foreach (var result in results) AnsiConsole.WriteLine($"  {result.Level}: {result.Criterion} {result.Correlation:0.00}");
        ResultLine.Append(
            settings.Results,
            new OracleLine(results, ResultLine.Command("Study"), DateTime.UtcNow, Provenance.Of(settings.Threads, settings.Device)));
    }
    return 0;
}
