using System.Text.Json;
using System.Text.Json.Serialization;

namespace HierKD.Benchmarks.Report;

/// <summary>Rows of a results file, and the page beside it.</summary>
internal static class ResultRows
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        IndentSize = 1,
        Converters = { new JsonStringEnumConverter() },
    };

    public static List<T> Load<T>(string file) =>
        File.Exists(file) ? JsonSerializer.Deserialize<List<T>>(File.ReadAllText(file), Options)! : [];

    /// <summary>Writes the file, and the page that is made of the rows and the file's name.</summary>
    public static void Save<T>(string file, List<T> rows, Func<IReadOnlyList<T>, string, string> page)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllText(file, JsonSerializer.Serialize(rows, Options) + "\n");
        File.WriteAllText(Path.ChangeExtension(file, ".md"), page(rows, Path.GetFileName(file)));
    }
}
