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
/// <param name="Optimizer">What the phase's optimizer is, beside its tensors.</param>
/// <param name="Finished">The levels that the run is done with, from the largest.</param>
/// <param name="Computation">How it computes, where that was measured.</param>
/// <param name="Widths">What timing the widths of levels brought so far.</param>
internal sealed record CheckpointManifest(
    int Version, IReadOnlyDictionary<string, RunSetting> Settings, PruningPhase Phase, int EpochsDone, int? Steps, long SessionSteps,
    long MultiplyAdds, IReadOnlyList<string>? Asked, bool AnswersVary, bool MasksAreFinal,
    IReadOnlyDictionary<string, ScoreMarks> Scored, IReadOnlyDictionary<string, GradientAgreement> Agreement,
    IReadOnlyList<EpochReport>? History,
    FineTuneProgress? FineTune, OptimizerManifest? Optimizer, IReadOnlyList<FinishedLevel>? Finished = null,
    ComputationChoice? Computation = null, IReadOnlyList<WidthChoice>? Widths = null)
{
    /// <summary>The key of the file's metadata that holds the manifest.</summary>
    public const string MetadataKey = "hierkd-checkpoint";

    /// <summary>The only version that this library writes and reads.</summary>
    /// <remarks>Version 1 held the optimizer as bytes of TorchSharp's.</remarks>
    public const int CurrentVersion = 2;

    /// <summary>The levels that the run is done with, from the largest.</summary>
    [JsonIgnore]
    public IReadOnlyList<FinishedLevel> FinishedLevels => Finished ?? [];

    public string ToJson() => JsonSerializer.Serialize(this, CheckpointJson.Default.CheckpointManifest);

    /// <exception cref="InvalidDataException">The file is no checkpoint that this version can read.</exception>
    public static CheckpointManifest Of(string path, SafetensorsFile file)
    {
        if (!file.Metadata.TryGetValue(MetadataKey, out var json))
        {
            throw new InvalidDataException($"'{path}' is a safetensors file, but no checkpoint of a run: give another path, or delete it.");
        }
        ManifestText.Require(path, json, file.DataLength);
        try
        {
            var manifest = JsonSerializer.Deserialize(json, CheckpointJson.Default.CheckpointManifest);
            if (manifest is null) throw CheckpointTensors.Refuse(path, "its manifest is empty");
            if (manifest.Version != CurrentVersion) throw CheckpointTensors.RefuseVersion(path, manifest.Version, CurrentVersion);
            CheckpointTensors.RequireChecksum(path, file);
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

    /// <summary>Whether a run has nothing left to train.</summary>
    public bool IsComplete(PruningOptions run) => IsLast(run) && IsComplete(run.Training);

    /// <summary>Whether it is of the last level that is trained alone or, where none is, of the last that there is.</summary>
    private bool IsLast(PruningOptions run) => run.Training.Levels switch
    {
        LevelTraining.Student => true,
        LevelTraining.Family when !HasFineTuning(run.Training) => true,
        _ => FinishedLevels.Count == run.Chain.Levels.Count - 1,
    };

    private bool IsComplete(TrainingOptions training) => Phase switch
    {
        PruningPhase.FineTune => FineTune is not null
            && (EpochsDone >= FineTune.Epochs || FineTune.Idle >= (training.FineTuning.Patience ?? int.MaxValue)),
        PruningPhase.FixedMasks => EpochsDone >= training.Joint.FixedMaskEpochs && !HasFineTuning(training),
        _ => EpochsDone >= training.Joint.Epochs && training.Joint.FixedMaskEpochs == 0 && !HasFineTuning(training),
    };

    private static bool HasFineTuning(TrainingOptions training) =>
        training.FineTuning.Epochs > 0 || training.MultiplyAddBudget is not null;

    /// <exception cref="InvalidDataException">It lacks something that a run goes on with, or has what the run cannot have come
    /// to.</exception>
    public void RequireFits(string path, PruningSession session, TrainingOptions training)
    {
        var epochs = Phase switch
        {
            PruningPhase.Joint => training.Joint.Epochs,
            PruningPhase.FixedMasks => training.Joint.FixedMaskEpochs,
            PruningPhase.FineTune => FineTune?.Epochs ?? 0,
            _ => 0,
        };
        // A file is written after an epoch.
        Require(EpochsDone >= 1 && EpochsDone <= epochs && SessionSteps >= 0 && MultiplyAdds >= 0, "place in the run");
        // They may be others than were counted: RunSettings compares the counts.
        Require(Steps is null or > 0, "steps of an epoch");
        Require(Agreement is not null && Agreement.Values.All(a => a is not null), "agreement of the levels");
        Require(History is null || History.All(e => e?.Metrics is not null && e.Metrics.All(m => m is not null)), "history");
        Require((Phase == PruningPhase.FineTune) == FineTune is not null, "place in fine-tuning");
        Require(FineTune?.Fits(EpochsDone, session, training) != false, "place in fine-tuning");
        Require(Widths is null || Widths.All(w => w?.IsWhole == true), "timed widths");
        Require(Optimizer is not null, "optimizer");
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

/// <summary>One thing that the run was told or given.</summary>
/// <param name="Value">It, as text.</param>
/// <param name="Since">The phase from which on the run depends on it.</param>
internal sealed record RunSetting(string Value, PruningPhase Since);

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(CheckpointManifest))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
