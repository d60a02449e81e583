using System.Globalization;
using HierKD.Samples;

namespace CustomSaliency;

/// <summary>
/// The results as a table: mean and standard deviation over the seeds, and the difference from the default on the same seeds.
/// </summary>
internal static class ResultTable
{
    /// <summary>The titles of its columns.</summary>
    public static IReadOnlyList<string> Titles { get; } =
        ["criterion", "seeds", "filters", "MACs %", "before fine-tuning, valid. %", "test %", "test % less the default's"];

    /// <summary>The cells under <see cref="Titles"/>, a row for each criterion that has a result.</summary>
    public static IReadOnlyList<string[]> Rows(IReadOnlyList<CriterionResult> results)
    {
        // Every run of a seed begins with the same original.
        var originals = results.DistinctBy(r => r.Seed).ToArray();
        return
        [
            ["original", Text($"{originals.Length}"), "", "100.0", "", Of(Spread.Of(originals.Select(r => r.OriginalTest))), ""],
            .. Criterion.All.Where(c => results.Any(r => r.Criterion == c.Name)).Select(c => Row(c, results)),
        ];
    }

    private static string[] Row(Criterion criterion, IReadOnlyList<CriterionResult> results)
    {
        var own = results.Where(r => r.Criterion == criterion.Name).ToArray();
        var difference =
            criterion == Criterion.Default ? null : Spread.OfDifference(Tests(criterion, results), Tests(Criterion.Default, results));
        return
        [
            criterion.Name,
            Text($"{own.Length}"),
            Text($"{own.Average(r => r.FiltersKept):0}"),
            Text($"{100 * own.Average(r => r.KeptMultiplyAdds):0.0}"),
            Of(Spread.Of(own.Select(r => r.JointValidation))),
            Of(Spread.Of(own.Select(r => r.StudentTest))),
            difference is null ? "" : Of(difference, signed: true) + (difference.IsClearlyNotZero ? " *" : ""),
        ];
    }

    private static Dictionary<int, double> Tests(Criterion criterion, IReadOnlyList<CriterionResult> results) =>
        results.Where(r => r.Criterion == criterion.Name).ToDictionary(r => r.Seed, r => r.StudentTest);

    private static string Of(Spread spread, bool signed = false)
    {
        var mean = signed ? Text($"{100 * spread.Mean:+0.00;-0.00}") : Text($"{100 * spread.Mean:0.00}");
        return spread.Deviation is { } deviation ? mean + Text($" ± {100 * deviation:0.00}") : mean;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
