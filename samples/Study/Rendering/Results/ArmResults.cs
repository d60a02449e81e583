using Study.Cells;
using HierKD.Samples;

namespace Study.Rendering.Results;

/// <summary>What is known of one arm at one setting.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Says">What it is, in words.</param>
/// <param name="Seeds">The seeds that the grid has.</param>
/// <param name="Finished">The cells that are finished, by seed.</param>
/// <param name="Default">The test accuracies of the arm <c>default</c> at the same setting, by seed.</param>
internal sealed record ArmResults(
    string Arm, string Says, IReadOnlyList<int> Seeds, IReadOnlyDictionary<int, CellResult> Finished,
    IReadOnlyDictionary<int, double> Default)
{
    /// <summary>The arm that the others are compared with.</summary>
    public const string Reference = "default";

    /// <summary>Levels that the arm's runs have in common, the student first; none if nothing is finished.</summary>
    public IReadOnlyList<string> Levels { get; } =
        Finished.Count == 0 ? [] : Finished.Values.Select(r => r.Levels.Select(l => l.Name)).Aggregate((a, b) => a.Intersect(b)).ToArray();

    public bool HasResults => Finished.Count > 0;

    public IEnumerable<int> Missing => Seeds.Where(s => !Finished.ContainsKey(s));

    /// <summary>Whether the seeds differ in more than the seed: then the arm was changed between them.</summary>
    public bool HasChanged => Finished.Values.Select(r => r.Settings with { Seed = 0, Arm = "", Says = "" }).Distinct().Count() > 1;

    /// <summary>The student's test accuracy, in per cent.</summary>
    public Spread Test => Of(r => 100 * Student(r).Test);

    /// <summary>The student's accuracy on the validation images, in per cent.</summary>
    public Spread Validation => Of(r => 100 * Student(r).Validation);

    /// <summary>The student's test accuracy less that of the network that it was made from, in points.</summary>
    public Spread Change => Of(r => 100 * (Student(r).Test - r.OriginalTest));

    /// <summary>
    /// The student's test accuracy less that of <see cref="Reference"/> with the same seed, in points; null if no seed is finished in both.
    /// </summary>
    public Spread? AgainstDefault => Spread.OfDifference(Finished.ToDictionary(f => f.Key, f => 100 * Student(f.Value).Test), Default);

    /// <summary>Something of the finished cells; there must be one.</summary>
    public Spread Of(Func<CellResult, double> number) => Spread.Of(Finished.OrderBy(f => f.Key).Select(f => number(f.Value)));

    /// <summary>Something of a level; null where it is not known in every finished cell.</summary>
    public Spread? OfLevel(string level, Func<CellResult, LevelResult, double?> number)
    {
        var numbers = Finished.OrderBy(f => f.Key).Select(f => number(f.Value, f.Value.Levels.Single(l => l.Name == level))).ToArray();
        return numbers.Contains(null) ? null : Spread.Of(numbers.Select(n => n!.Value));
    }

    public static LevelResult Student(CellResult result) => result.Levels[0];
}
