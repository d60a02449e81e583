namespace Study.Rendering.Tables;

/// <summary>Rows under titles; a title that begins with <c>&gt;</c> has its column to the right.</summary>
internal static class MarkdownTable
{
    public static string Of(IReadOnlyList<string> titles, IEnumerable<IReadOnlyList<string>> rows)
    {
        List<string> lines =
            [Row(titles.Select(t => t.TrimStart('>'))), $"|{string.Concat(titles.Select(t => t.StartsWith('>') ? "---:|" : "---|"))}"];
        lines.AddRange(rows.Select(Row));
        return string.Concat(lines.Select(l => l + "\n"));
    }

    private static string Row(IEnumerable<string> cells) =>
        $"| {string.Join(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal)))} |";
}
