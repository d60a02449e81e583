using System.Text.Json;
using System.Text.Json.Serialization;

namespace HierKD;

/// <summary>What a checkpoint says beside its tensors.</summary>
/// <param name="Version">The format's version.</param>
/// <param name="Settings">What the run was told and given, by name, with the phase from which on it counts.</param>
/// <param name="Phase">The phase that the run is in.</param>
/// <param name="EpochsDone">The epochs of it that are done.</param>
/// <param name="Steps">The steps of an epoch, if known.</param>
/// <param name="SessionSteps">The steps of the session so far.</param>
/// <param name="MultiplyAdds">The multiply-adds so far.</param>
/// <param name="Asked">The frozen teachers whose answers to all samples are in that number.</param>
/// <param name="AnswersVary">Whether their answers turned out to be of several shapes.</param>
/// <param name="MasksAreFinal">Whether the masks have come to their targets.</param>
/// <param name="Scored">For each level, what it knows of its scores.</param>
/// <param name="Agreement">How far levels agreed with their teachers.</param>
/// <param name="History">The metrics of the epochs so far.</param>
/// <param name="FineTune">How far fine-tuning is, in that phase.</param>
internal sealed record CheckpointManifest(
    int Version, IReadOnlyDictionary<string, RunSetting> Settings, PruningPhase Phase, int EpochsDone, int? Steps, long SessionSteps,
    long MultiplyAdds, IReadOnlyList<string>? Asked, bool AnswersVary, bool MasksAreFinal,
    IReadOnlyDictionary<string, ScoreMarks> Scored, IReadOnlyDictionary<string, GradientAgreement> Agreement,
    IReadOnlyList<EpochReport>? History,
    FineTuneProgress? FineTune)
{
    /// <summary>The key of the file's metadata that holds the manifest.</summary>
    public const string MetadataKey = "hierkd-checkpoint";

    /// <summary>The only version that this library writes and reads.</summary>
    public const int CurrentVersion = 1;

    public string ToJson() => JsonSerializer.Serialize(this, CheckpointJson.Default.CheckpointManifest);

    /// <exception cref="InvalidDataException">The file is no checkpoint that this version can read.</exception>
    public static CheckpointManifest Of(string path, SafetensorsFile file)
    {
        if (!file.Metadata.TryGetValue(MetadataKey, out var json))
        {
            throw new InvalidDataException($"'{path}' is a safetensors file, but no checkpoint of a run: give another path, or delete it.");
        }
        ManifestText.Require(path, json);
        try
        {
            var manifest = JsonSerializer.Deserialize(json, CheckpointJson.Default.CheckpointManifest);
            if (manifest is null) throw CheckpointTensors.Refuse(path, "its manifest is empty");
            if (manifest.Version != CurrentVersion) throw CheckpointTensors.RefuseVersion(path, manifest.Version, CurrentVersion);
            if (manifest.Settings is null || manifest.Settings.Values.Any(s => s?.Value is null))
            {
                throw CheckpointTensors.Refuse(path, "its manifest lacks settings of the run");
            }
            return manifest;
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException(
                $"'{path}' has a manifest that cannot be read: {MessageText.Of(failure.Message)} Delete it to begin anew.", failure);
        }
    }

    /// <exception cref="InvalidDataException">It lacks something that a run goes on with, or has what the session cannot have come
    /// to.</exception>
    public void RequireFits(string path, PruningSession session)
    {
        Require(Enum.IsDefined(Phase) && EpochsDone >= 0 && Steps is null or >= 0 && SessionSteps >= 0, "place in the run");
        Require(Agreement is not null && Agreement.Values.All(a => a is not null), "agreement of the levels");
        Require(History is null || History.All(e => e?.Metrics is not null && e.Metrics.All(m => m is not null)), "history");
        Require((Phase == PruningPhase.FineTune) == FineTune is not null, "place in fine-tuning");
        // The rungs of the ladder: every level but the student, and the original.
        Require(FineTune is null or { Epochs: >= 0, PlannedEpochs: >= 0, Idle: >= 0, Rung: >= 0 }
            && !(FineTune?.Rung >= session.Levels.Count), "place in fine-tuning");
        Require(Scored is not null, "marks of the scores");
        foreach (var level in session.Levels)
        {
            Require(Scored!.GetValueOrDefault(level.Name)?.Fit(session.Graph) == true, $"marks of the scores of level '{level.Name}'");
        }

        void Require(bool isThere, string what)
        {
            if (!isThere) throw CheckpointTensors.Refuse(path, $"its manifest does not tell the {what}");
        }
    }
}

/// <summary>How far fine-tuning is.</summary>
internal sealed record FineTuneProgress(int Epochs, int PlannedEpochs, double BestMetric, int Idle, int Rung);

/// <summary>One thing that the run was told or given.</summary>
/// <param name="Value">It, as text.</param>
/// <param name="Since">The phase from which on the run depends on it.</param>
internal sealed record RunSetting(string Value, PruningPhase Since);

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(CheckpointManifest))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
