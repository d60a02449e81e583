using System.Text.Encodings.Web;
using System.Text.Json;

namespace HierKD.Networks;

/// <summary>The rows and where they come from.</summary>
internal sealed record SurveyResults(Provenance Provenance, IReadOnlyList<NetworkRow> Networks)
{
    private static readonly JsonSerializerOptions Form =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string PageOf(string path) => Path.ChangeExtension(path, ".md");

    /// <summary>Writes the results as they are, and as a page beside them.</summary>
    public void Write(string path)
    {
        File.WriteAllText(path, JsonSerializer.Serialize(this, Form) + "\n");
        File.WriteAllText(PageOf(path), NetworkPage.Render(this));
    }
}
