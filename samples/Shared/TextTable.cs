using Spectre.Console;

namespace HierKD.Samples;

/// <summary>Rows under titles: the first column to the left, the others, which are numbers, to the right.</summary>
internal static class TextTable
{
    /// <summary>For a terminal; as Markdown if the output goes elsewhere.</summary>
    public static Table Of(IReadOnlyList<string> titles, IEnumerable<string[]> rows)
    {
        var table = new Table { Border = Console.IsOutputRedirected ? TableBorder.Markdown : TableBorder.Horizontal };
        table.AddColumn(new TableColumn(titles[0]) { NoWrap = true });
        foreach (var title in titles.Skip(1))
        {
            table.AddColumn(new TableColumn(title)
            {
                Alignment =
                Justify.Right,
                NoWrap = Console.IsOutputRedirected || title.Length < 10,
                Padding = new(1, 0)
            });
        }
        foreach (var cells in rows) table.AddRow(cells);
        return table;
    }

    /// <summary>For a file.</summary>
    public static string Markdown(IReadOnlyList<string> titles, IEnumerable<string[]> rows) => string.Concat(
        rows.Prepend(["---", .. titles.Skip(1).Select(_ => "---:")])
            .Prepend([.. titles])
            .Select(cells => $"| {string.Join(" | ", cells)} |\n"));
}
