using Study.Cells;
using Study.Grids;

namespace Study.Rendering.Results;

/// <summary>A grid and what has been measured of it.</summary>
internal sealed class GridResults
{
    public GridResults(string name, IReadOnlyList<PlannedCell> cells, IReadOnlyList<CellResult> results)
    {
        Name = name;
        // A cell that two processes finished counts as the first of them says.
        var byRun = results.GroupBy(r => RunKey.Of(r.Key, r.Settings.Arm)).ToDictionary(g => g.Key, g => g.First());
        // The same run can stand in several parts, and under several names.
        var runs = cells.Select(c => c.Run).ToHashSet();
        Settings = cells.GroupBy(c => (c.Part, c.Task, c.Title, c.Keep, c.Budget)).Select(g =>
            new Setting(
                g.Key.Part, g.Key.Task, g.Key.Title, g.Key.Keep, g.Key.Budget,
                Arms([.. g], Default(g.Key.Task, g.Key.Keep, g.Key.Budget)), g.First().Measure)).ToArray();
        Cells = runs.Count;
        Finished = runs.Count(byRun.ContainsKey);
        Trials = runs.Count(r => byRun.TryGetValue(r, out var result)
            && StudySettings.ReducingOptions.Any(o => result.Command.Contains(o, StringComparison.Ordinal)));
        Others = byRun.Keys.Except(runs).Count();

        Dictionary<int, CellResult> Known(IEnumerable<PlannedCell> some) =>
            some.DistinctBy(c => c.Run).Where(c => byRun.ContainsKey(c.Run)).ToDictionary(c => c.Seed, c => byRun[c.Run]);

        Dictionary<int, double> Default(string task, double keep, double budget) =>
            Known(cells.Where(c => c.Arm == ArmResults.Reference && (c.Task, c.Keep, c.Budget) == (task, keep, budget)))
                .ToDictionary(r => r.Key, r => ArmResults.Student(r.Value).Test * 100);

        ArmResults[] Arms(PlannedCell[] some, Dictionary<int, double> reference) =>
            some.GroupBy(c => c.Arm)
                .Select(a => new ArmResults(a.Key, a.First().Says, [.. a.Select(c => c.Seed)], Known(a), reference))
                .ToArray();
    }

    public string Name { get; }

    /// <summary>The comparisons, in the grid's order.</summary>
    public IReadOnlyList<Setting> Settings { get; }

    public int Cells { get; }

    public int Finished { get; }

    /// <summary>Finished cells that had less data or training than the grid says.</summary>
    public int Trials { get; }

    /// <summary>Results of cells that the grid does not have (any more).</summary>
    public int Others { get; }

    public IEnumerable<Setting> Part(string part) => Settings.Where(s => s.Part == part);
}
