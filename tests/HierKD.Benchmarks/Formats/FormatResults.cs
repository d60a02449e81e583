using System.Text.Json;
using System.Text.Json.Serialization;

namespace HierKD.Benchmarks.Formats;

/// <summary>What has been chosen where. Rows of other processors stay.</summary>
internal sealed class FormatResults
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        IndentSize = 1,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly List<FormatRow> _rows;

    private FormatResults(List<FormatRow> rows) => _rows = rows;

    public IReadOnlyList<FormatRow> Rows => _rows;

    public static FormatResults Load(string file) =>
        new(File.Exists(file) ? JsonSerializer.Deserialize<List<FormatRow>>(File.ReadAllText(file), Options)! : []);

    /// <summary>Takes the place of what the same network gave on the same machine.</summary>
    public void Add(FormatRow row)
    {
        _rows.RemoveAll(other => Place(other) == Place(row));
        _rows.Add(row);
        var order = Workloads.Networks.Names.ToList();
        _rows.Sort((a, b) => (a.From.Machine, a.From.Device, order.IndexOf(a.Network), a.Batch, a.From.Threads)
            .CompareTo((b.From.Machine, b.From.Device, order.IndexOf(b.Network), b.Batch, b.From.Threads)));
    }

    /// <summary>Writes the file and the page beside it.</summary>
    public void Save(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllText(file, JsonSerializer.Serialize(_rows, Options) + "\n");
        File.WriteAllText(Path.ChangeExtension(file, ".md"), FormatPage.Of(_rows, Path.GetFileName(file)));
    }

    private static (string, string, string, int, int) Place(FormatRow row) =>
        (row.From.Machine, row.From.Device, row.Network, row.Batch, row.From.Threads);
}
