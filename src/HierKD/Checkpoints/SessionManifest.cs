using System.Text.Json;
using System.Text.Json.Serialization;

namespace HierKD;

/// <summary>What the checkpoint of a session says beside its tensors.</summary>
/// <param name="Version">The format's version.</param>
/// <param name="Settings">What the session was told and given.</param>
/// <param name="Steps">Its steps so far.</param>
/// <param name="MultiplyAdds">Its multiply-adds so far.</param>
/// <param name="Scored">For each level, what it knows of its scores.</param>
/// <param name="Optimizer">What the optimizer is, beside its tensors; <see langword="null"/> if there is none.</param>
/// <param name="Notes">What the caller's loop wants to know again.</param>
/// <param name="Computation">How it computes, where that was measured.</param>
/// <param name="Widths">What timing the widths of levels brought.</param>
internal sealed record SessionManifest(
    int Version, IReadOnlyDictionary<string, string>? Settings, long Steps, long MultiplyAdds,
    IReadOnlyDictionary<string, ScoreMarks>? Scored, OptimizerManifest? Optimizer, IReadOnlyDictionary<string, string>? Notes,
    ComputationChoice? Computation = null, IReadOnlyList<WidthChoice>? Widths = null)
{
    /// <summary>The key of the file's metadata that holds the manifest.</summary>
    public const string MetadataKey = "hierkd-session";

    /// <summary>The only version that this library writes and reads.</summary>
    /// <remarks>Version 1 held the optimizer as bytes of TorchSharp's.</remarks>
    public const int CurrentVersion = 2;

    public string ToJson() => JsonSerializer.Serialize(this, SessionJson.Default.SessionManifest);

    /// <exception cref="InvalidDataException">The file is no checkpoint of a session that this version can read.</exception>
    public static SessionManifest Of(string path, SafetensorsFile file)
    {
        if (!file.Metadata.TryGetValue(MetadataKey, out var json))
        {
            throw new InvalidDataException(
                $"'{path}' is a safetensors file, but no checkpoint of a session: give another path, or delete it.");
        }
        ManifestText.Require(path, json, file.DataLength);
        SessionManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(json, SessionJson.Default.SessionManifest);
        }
        catch (JsonException failure)
        {
            throw CheckpointTensors.Refuse(path, $"its manifest cannot be read ({MessageText.Of(failure.Message)})");
        }
        if (manifest is null) throw CheckpointTensors.Refuse(path, "its manifest is empty");
        if (manifest.Version != CurrentVersion) throw CheckpointTensors.RefuseVersion(path, manifest.Version, CurrentVersion);
        CheckpointTensors.RequireChecksum(path, file);
        if (manifest.Settings is null || manifest.Steps < 0 || manifest.MultiplyAdds < 0
            || manifest.Widths?.All(w => w?.IsWhole == true) == false)
        {
            throw CheckpointTensors.Refuse(path, "its manifest does not tell what the session was");
        }
        return manifest;
    }

    /// <summary>What a level knows of its scores.</summary>
    /// <exception cref="InvalidDataException">It is not there, or is of other filters.</exception>
    public ScoreMarks MarksOf(string path, Level level) => Scored?.GetValueOrDefault(level.Name) is { } marks && marks.Fit(level.Mask.Graph)
        ? marks
        : throw CheckpointTensors.Refuse(path, $"its manifest does not tell the marks of the scores of level '{level.Name}'");
}

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(SessionManifest))]
internal sealed partial class SessionJson : JsonSerializerContext;
