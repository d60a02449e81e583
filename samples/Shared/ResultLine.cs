using System.Text.Encodings.Web;
using System.Text.Json;

namespace HierKD.Samples;

/// <summary>Writes what was measured, a line of JSON for each result, and reads it back.</summary>
internal static class ResultLine
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Append<T>(string? path, T result)
    {
        if (path is not null) File.AppendAllText(path, JsonSerializer.Serialize(result, Json) + "\n");
    }

    /// <summary>All results of a file; none if there is no such file.</summary>
    public static IReadOnlyList<T> ReadAll<T>(string path) => File.Exists(path)
        ? File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<T>(line, Json)
            ?? throw new InvalidDataException($"'{path}' has a line that holds no result.")).ToArray()
        : [];

    /// <summary>The command that runs, without the places of files, which are each machine's own.</summary>
    /// <param name="sample">The sample's folder.</param>
    public static string Command(string sample)
    {
        List<string> words = [];
        var arguments = Environment.GetCommandLineArgs()[1..];
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is "--data"
                or "--weights" or "--results" or "--output" or "--report" or "--original-output" or "--checkpoint" or "--work")
            {
                i++;
            }
            else words.Add(arguments[i]);
        }
        return $"dotnet run --project samples/{sample} -c Release -- {string.Join(' ', words)}".TrimEnd(' ', '-');
    }
}
