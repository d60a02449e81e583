using Study.Oracle;
using HierKD.Samples;

namespace Study.Rendering.Tables;

/// <summary>How well criteria order the filters of each level.</summary>
internal static class OracleTable
{
    public const string File = "study-oracle.jsonl";

    /// <summary>The table of a task, with what it comes from.</summary>
    /// <param name="lines">The lines of the results, one a seed.</param>
    /// <param name="file">What the results are called where the table stands.</param>
    public static string Of(IReadOnlyList<OracleLine> lines, string file)
    {
        var results = lines.SelectMany(l => l.Results).ToArray();
        var levels = results.Select(r => (r.Level, r.Keep)).Distinct().OrderBy(l => l.Keep).ToArray();
        var table = MarkdownTable.Of(
            ["criterion", .. levels.Select(l => Number.Text($">{l.Level} (keeps {100 * l.Keep:0.#} % of the filters)")), "seeds"],
            results.GroupBy(r => r.Criterion).Select(criterion => (IReadOnlyList<string>)
            [
                criterion.Key,
                .. levels.Select(level => criterion.Where(r => (r.Level, r.Keep) == level)
                    .Select(r => r.Correlation)
                    .ToArray() is { Length: > 0 } correlations ? Number.Plain(Spread.Of(correlations)) : ""),
                Seeds(criterion.Select(r => r.Seed).Distinct().Count()),
            ]));
        return $"{table}\n{Sources.Of(lines.Select(l => (l.Command, l.Finished, l.Provenance)), file)}";
    }

    private static string Seeds(int count) => count switch
    {
        1 => "1, no spread",
        < Spread.FewestForDeviation => $"{count}, spread of {count} only",
        _ => $"{count}",
    };
}
