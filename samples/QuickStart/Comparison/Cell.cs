using System.Text.Encodings.Web;
using System.Text.Json;
using HierKD.Samples;

namespace QuickStart.Comparison;

/// <summary>One finished run of a comparison, a line of the results file.</summary>
internal sealed record Cell
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required int Seed { get; init; }
    public required string Arm { get; init; }
    public required Protocol Protocol { get; init; }
    public required double TeacherValidation { get; init; }
    public required double TeacherTest { get; init; }
    public required double StudentValidation { get; init; }
    public required double StudentTest { get; init; }
    public required int FiltersKept { get; init; }
    public required int Filters { get; init; }
    public required long Parameters { get; init; }
    public required long OriginalParameters { get; init; }
    public required long MultiplyAdds { get; init; }
    public required long OriginalMultiplyAdds { get; init; }
    public required double Seconds { get; init; }
    public required DateTime Finished { get; init; }
    public required Provenance Provenance { get; init; }

    public static IReadOnlyList<Cell> ReadAll(string path) =>
        File.Exists(path) ? File.ReadLines(path).Where(l => l.Length > 0).Select(l => JsonSerializer.Deserialize<Cell>(l, Json)!).ToArray() : [];

    public void AppendTo(string path) => File.AppendAllText(path, JsonSerializer.Serialize(this, Json) + "\n");
}
