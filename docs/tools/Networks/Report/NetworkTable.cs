using Spectre.Console;

namespace HierKD.Networks;

/// <summary>The rows as a table for a terminal.</summary>
internal static class NetworkTable
{
    public static Table Of(IReadOnlyList<NetworkRow> rows)
    {
        var table = new Table { Border = Console.IsOutputRedirected ? TableBorder.Markdown : TableBorder.Horizontal };
        table.AddColumn(new TableColumn("network") { NoWrap = true });
        foreach (var title in (string[])[
            "input", "params", "MACs", "groups", "filters", "locked", "s", "s, search", "verified", "params, half", "MACs, half",
            "difference"
        ])
        {
            table.AddColumn(new TableColumn(title) { Alignment = Justify.Right, NoWrap = true });
        }
        foreach (var row in rows) table.AddRow(Cells(row).Select(Markup.Escape).ToArray());
        return table;
    }

    private static string[] Cells(NetworkRow row) => row.Refused is { }
        ? [row.Network, row.Input, NumberText.Amount(row.Parameters), "refused"]
        : [
            row.Network, row.Input, NumberText.Amount(row.Parameters), NumberText.Amount(row.MultiplyAdds), $"{row.Groups}",
            $"{row.Filters}", $"{row.LockedChannels}",
            NumberText.Seconds(row.Seconds), NumberText.Seconds(row.SecondsWithoutVerification), row.Verified ? "yes" : "no",
            Numbers.Share(row.ParametersAfter, row.Parameters), Numbers.Share(row.MultiplyAddsAfter, row.MultiplyAdds),
            Numbers.Difference(row),
        ];
}
