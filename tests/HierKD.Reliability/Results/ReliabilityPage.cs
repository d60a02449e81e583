using System.Globalization;
using System.Text;

namespace HierKD.Reliability.Results;

/// <summary>The results as a page.</summary>
internal static class ReliabilityPage
{
    public static string Of(ReliabilityResults results, string file)
    {
        var text = new StringBuilder("# Reliability\n\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"Written by `tests/HierKD.Reliability` from [{file}]({file}). What is counted, and what it is held against: " +
            $"[reliability.md](../reliability.md).\n");
        foreach (var row in results.Rows) Append(text, row);
        if (results.Missing.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nNot run: {string.Join(", ", results.Missing.Select(m => $"`{m}`"))}.\n");
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, MeasuredAttack measured)
    {
        var (row, from) = (measured.Row, measured.From);
        text.Append(CultureInfo.InvariantCulture, $"\n## {row.Name}\n\n");
        if (row.NotRun is { } reason) text.Append(CultureInfo.InvariantCulture, $"Not run: {reason}\n");
        else Append(text, row);
        text.Append(CultureInfo.InvariantCulture, $"\n`{measured.Command}`, in {measured.Minutes:0.0} minutes.\n");
        text.Append(CultureInfo.InvariantCulture, $"HierKD {from.Version}, {from.Torch}, {from.Machine}, cores: {from.Cores}.\n");
    }

    private static void Append(StringBuilder text, AttackRow row)
    {
        string[] names = [.. row.Parts.SelectMany(p => p.Counts.Keys).Distinct()];
        text.Append(CultureInfo.InvariantCulture, $"| | {string.Join(" | ", names)} |\n");
        text.Append(CultureInfo.InvariantCulture, $"|---|{string.Concat(names.Select(_ => "---:|"))}\n");
        foreach (var part in row.Parts)
        {
            var cells = names.Select(name => part.Counts.TryGetValue(name, out var n) ? n.ToString(CultureInfo.InvariantCulture) : "");
            text.Append(CultureInfo.InvariantCulture, $"| {part.Name} | {string.Join(" | ", cells)} |\n");
        }
        if (row.Faults.Count == 0) return;
        text.Append("\nFaults:\n\n");
        foreach (var fault in row.Faults) text.Append(CultureInfo.InvariantCulture, $"- {Literal(fault)}\n");
    }

    /// <summary>Faults quote what programs say; none of it is Markdown.</summary>
    private static string Literal(string fault) => $"`{fault.Replace('`', '\'').ReplaceLineEndings(" ")}`";
}
