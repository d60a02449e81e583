using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using HierKD.OnnxSurvey.Catalog;
using HierKD.OnnxSurvey.Export;
using HierKD.OnnxSurvey.Latency;

namespace HierKD.OnnxSurvey.Report;

/// <summary>The rows that have been measured, each with where it comes from.</summary>
internal sealed class OnnxResults
{
    private readonly Dictionary<string, ExportRow> _exports;
    private readonly Dictionary<string, LatencyRow> _latencies;

    private OnnxResults(OnnxRows rows) =>
        (_exports, _latencies) = (rows.Exports.ToDictionary(r => r.Network), rows.Latencies.ToDictionary(r => r.Network));

    /// <summary>How a row is written in one line.</summary>
    public static JsonSerializerOptions Line { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private static JsonSerializerOptions Form { get; } = new(Line) { WriteIndented = true, IndentSize = 1 };

    /// <summary>The rows, in the order of the catalogues; those that these do not have any more are left out.</summary>
    public OnnxRows Rows => new(
        [.. OnnxCatalog.All.Where(n => _exports.ContainsKey(n.Name)).Select(n => _exports[n.Name])],
        [.. LatencyCatalog.All.Where(n => _latencies.ContainsKey(n.Name)).Select(n => _latencies[n.Name])]);

    public static string PageOf(string file) => Path.ChangeExtension(file, ".md");

    public static OnnxResults Load(string file) =>
        new(File.Exists(file) ? JsonSerializer.Deserialize<OnnxRows>(File.ReadAllText(file), Form)! : new OnnxRows([], []));

    public void Add(ExportRow row) => _exports[row.Network] = row;

    public void Add(LatencyRow row) => _latencies[row.Network] = row;

    /// <summary>Writes the file and the page beside it, each whole or not at all.</summary>
    public void Save(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        Write(file, JsonSerializer.Serialize(Rows, Form) + "\n");
        Write(PageOf(file), OnnxPage.Of(Rows, Path.GetFileName(file)));
    }

    private static void Write(string file, string text)
    {
        var unfinished = $"{file}.{Environment.ProcessId}";
        File.WriteAllText(unfinished, text);
        File.Move(unfinished, file, overwrite: true);
    }
}
