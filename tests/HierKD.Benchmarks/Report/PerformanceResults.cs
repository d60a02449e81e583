using System.Text.Json;
using HierKD.Benchmarks.Rows;
using HierKD.Samples;

namespace HierKD.Benchmarks.Report;

/// <summary>The rows that have been measured, each with where and by which commit.</summary>
internal sealed class PerformanceResults
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, IndentSize = 1 };

    private readonly Dictionary<string, MeasuredRow> _rows;

    private PerformanceResults(Dictionary<string, MeasuredRow> rows) => _rows = rows;

    /// <summary>The rows, in the order of the catalogue; those that it does not have any more are left out.</summary>
    public IReadOnlyList<MeasuredRow> Rows =>
        BenchmarkCatalog.All.Where(b => _rows.ContainsKey(b.Name)).Select(b => _rows[b.Name]).ToArray();

    /// <summary>Comparisons that have no row.</summary>
    public IReadOnlyList<string> Missing => BenchmarkCatalog.All.Select(b => b.Name).Where(n => !_rows.ContainsKey(n)).ToArray();

    public static PerformanceResults Load(string file) =>
        new(File.Exists(file) ? JsonSerializer.Deserialize<MeasuredRow[]>(File.ReadAllText(file), Options)!
            .ToDictionary(r => r.Row.Name) : []);

    public void Add(MeasuredRow row) => _rows[row.Row.Name] = row;

    /// <summary>Writes the file and the page beside it, each whole or not at all.</summary>
    public void Save(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        Write(file, JsonSerializer.Serialize(Rows, Options) + "\n");
        Write(Path.ChangeExtension(file, ".md"), PerformancePage.Of(this, Path.GetFileName(file)));
    }

    private static void Write(string file, string text)
    {
        var unfinished = $"{file}.{Environment.ProcessId}";
        File.WriteAllText(unfinished, text);
        File.Move(unfinished, file, overwrite: true);
    }
}
