using System.Text.Json.Serialization;

namespace HierKD.OnnxSurvey.Export;

/// <summary>What the export said when it refused a network.</summary>
/// <param name="Operator">The operator; null if it is not one operator.</param>
/// <param name="Module">The module's path; empty for the model itself.</param>
/// <param name="Message">The whole message.</param>
internal sealed record Refusal(string? Operator, string Module, string Message)
{
    [JsonIgnore]
    public string FirstSentence => Message.IndexOf(". ", StringComparison.Ordinal) is >= 0 and var end ? Message[..(end + 1)] : Message;
}
