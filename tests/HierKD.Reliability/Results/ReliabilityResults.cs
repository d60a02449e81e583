using System.Text.Encodings.Web;
using System.Text.Json;

namespace HierKD.Reliability.Results;

/// <summary>The rows of all commands, each with where and by which commit.</summary>
internal sealed class ReliabilityResults
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        IndentSize = 1,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Dictionary<string, MeasuredAttack> _rows;

    private ReliabilityResults(Dictionary<string, MeasuredAttack> rows) => _rows = rows;

    /// <summary>The rows, in the order of the commands.</summary>
    public IReadOnlyList<MeasuredAttack> Rows => [.. Attack.Names.Where(_rows.ContainsKey).Select(name => _rows[name])];

    /// <summary>Commands that have no row.</summary>
    public IReadOnlyList<string> Missing => [.. Attack.Names.Where(name => !_rows.ContainsKey(name))];

    public static ReliabilityResults Load(string file) => new(File.Exists(file)
        ? JsonSerializer.Deserialize<MeasuredAttack[]>(File.ReadAllText(file), Options)!.ToDictionary(r => r.Row.Name)
        : []);

    public void Add(MeasuredAttack row) => _rows[row.Row.Name] = row;

    /// <summary>Writes the file and the page beside it, each whole or not at all.</summary>
    public void Save(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        Write(file, JsonSerializer.Serialize(Rows, Options) + "\n");
        Write(Path.ChangeExtension(file, ".md"), ReliabilityPage.Of(this, Path.GetFileName(file)));
    }

    private static void Write(string file, string text)
    {
        var unfinished = $"{file}.{Environment.ProcessId}";
        File.WriteAllText(unfinished, text);
        File.Move(unfinished, file, overwrite: true);
    }
}
