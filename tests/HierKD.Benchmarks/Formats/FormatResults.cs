using HierKD.Benchmarks.Report;

namespace HierKD.Benchmarks.Formats;

/// <summary>What has been chosen where. Rows of other processors stay.</summary>
internal static class FormatResults
{
    /// <summary>A row takes the place of what the same network gave on the same machine.</summary>
    public static void Add(string file, FormatRow row)
    {
        var rows = ResultRows.Load<FormatRow>(file);
        rows.RemoveAll(other => Place(other) == Place(row));
        rows.Add(row);
        var order = Workloads.Networks.Names.ToList();
        rows.Sort((a, b) => (a.From.Machine, a.From.Device, order.IndexOf(a.Network), a.Batch, a.From.Threads)
            .CompareTo((b.From.Machine, b.From.Device, order.IndexOf(b.Network), b.Batch, b.From.Threads)));
        ResultRows.Save(file, rows, FormatPage.Of);
    }

    private static (string, string, string, int, int) Place(FormatRow row) =>
        (row.From.Machine, row.From.Device, row.Network, row.Batch, row.From.Threads);
}
