using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The checkpoint of a run: restored when it is opened, written anew after every epoch.</summary>
internal sealed class RunCheckpoint : IPhaseCheckpoint
{
    private const string OptimizerName = "optimizer";

    private readonly CheckpointOptions _options;
    private readonly PruningSession _session;
    private readonly IReadOnlyDictionary<string, RunSetting> _settings;
    private readonly CheckpointManifest? _restored;
    private readonly byte[] _optimizer = [];

    /// <exception cref="InvalidDataException">The file is there, but is not this run's checkpoint.</exception>
    public RunCheckpoint(CheckpointOptions options, PruningSession session, PruningOptions run, PruningData data)
    {
        (_options, _session) = (options, session);
        _settings = RunSettings.Of(session, run, data);
        if (!File.Exists(options.Path)) return;
        using var file = SafetensorsFile.Open(options.Path);
        _restored = CheckpointManifest.Of(options.Path, file);
        RunSettings.Require(options.Path, _restored, _settings);
        _restored.RequireFits(options.Path, session);
        using var scope = NewDisposeScope();
        var saved = new CheckpointTensors(options.Path, file);
        _optimizer = saved.Read(OptimizerName, ScalarType.Byte, -1).bytes.ToArray();
        SessionTensors.Restore(session, saved, level => _restored.Scored[level.Name]);
        (session.Steps, session.Meter.MultiplyAdds, session.Agreement) =
            (_restored.SessionSteps, _restored.MultiplyAdds, _restored.Agreement);
        session.History.AddRange(_restored.History ?? []);
        session.Meter.Asked.UnionWith(_restored.Asked ?? []);
        session.Meter.AnswersVary = _restored.AnswersVary;
        IsWritten = true;
    }

    /// <summary>The file.</summary>
    public string Path => _options.Path;

    /// <summary>Whether there is a file to go on from.</summary>
    public bool IsWritten { get; private set; }

    /// <inheritdoc/>
    public bool MasksAreFinal => _restored?.MasksAreFinal == true;

    /// <summary>The phase and its epochs that were done, if a file was restored.</summary>
    public (PruningPhase Phase, int EpochsDone)? Restored => _restored is null ? null : (_restored.Phase, _restored.EpochsDone);

    /// <summary>Whether a phase was over.</summary>
    public bool IsPast(PruningPhase phase) => _restored?.Phase > phase;

    /// <inheritdoc/>
    public PhaseStart? StartOf(PruningPhase phase) =>
        _restored?.Phase == phase ? new PhaseStart(_restored.EpochsDone, _restored.Steps, _optimizer) : null;

    /// <inheritdoc/>
    public bool Restore(FineTuneState state, TeacherLadder ladder)
    {
        if (_restored?.FineTune is not { } progress) return false;
        using var file = SafetensorsFile.Open(Path);
        new CheckpointTensors(Path, file).CopyTo(Tensors(state));
        (state.Epochs, state.PlannedEpochs, state.BestMetric, state.Idle, ladder.Rung) =
            (progress.Epochs, progress.PlannedEpochs, progress.BestMetric, progress.Idle, progress.Rung);
        return true;
    }

    /// <inheritdoc/>
    public void Save(PruningPhase phase, PhaseTraining training, bool masksAreFinal) => Write(phase, training, masksAreFinal, null, []);

    /// <inheritdoc/>
    public void Save(PhaseTraining training, FineTuneState state, TeacherLadder ladder) =>
        Write(PruningPhase.FineTune, training, masksAreFinal: true, new FineTuneProgress(
            state.Epochs, state.PlannedEpochs, state.BestMetric, state.Idle, ladder.Rung), Tensors(state));

    /// <summary>The run is complete. The model is the student by now, so that a file that cannot be deleted is no reason to fail.</summary>
    /// <returns>Why the file is still there against the options; <see langword="null"/> if it is not.</returns>
    public string? Complete()
    {
        if (_options.Keep) return null;
        try
        {
            File.Delete(Path);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }

    private void Write(
        PruningPhase phase, PhaseTraining training, bool masksAreFinal, FineTuneProgress? fineTune, IEnumerable<(string, Tensor)> tensors)
    {
        using var scope = NewDisposeScope();
        var manifest = new CheckpointManifest(
            CheckpointManifest.CurrentVersion, _settings, phase, training.Clock.Done, training.Clock.Steps, _session.Steps,
            _session.Meter.MultiplyAdds, [.. _session.Meter.Asked.Order(StringComparer.Ordinal)], _session.Meter.AnswersVary, masksAreFinal,
            _session.Levels.ToDictionary(l => l.Name, l => l.Scores.Marks), _session.Agreement, _session.History, fineTune);
        var optimizer = torch.tensor(OptimizerBytes.Read(training.Optimizer));
        SafetensorsWriter.Write(
            Path, [.. SessionTensors.Of(_session), .. SessionTensors.Masks(_session), .. tensors, (OptimizerName, optimizer)],
            new Dictionary<string, string> { [CheckpointManifest.MetadataKey] = manifest.ToJson() });
        IsWritten = true;
    }

    private IEnumerable<(string, Tensor)> Tensors(FineTuneState state) =>
    [
        .. SessionTensors.Of("fine-tuned", state.Student, _session),
        .. SessionTensors.Of("best", state.Best, _session),
        .. state.Average is { } average ? SessionTensors.Of("average", average, _session) : [],
    ];
}
