using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The checkpoint of a run: restored when it is opened, written anew after every epoch.</summary>
internal sealed class RunCheckpoint : IPhaseCheckpoint
{
    private readonly bool _keep;
    private readonly TrainingOptions _training;
    private readonly PruningData _data;
    private readonly PruningSession _session;
    private readonly ILogger? _logger;
    private readonly IReadOnlyDictionary<string, RunSetting> _settings;
    private readonly CheckpointFile _place;
    private readonly CheckpointManifest? _restored;

    /// <exception cref="InvalidDataException">The file is there, but is not this run's checkpoint.</exception>
    /// <exception cref="CheckpointException">It cannot be read.</exception>
    public RunCheckpoint(CheckpointFile place, PruningSession session, PruningOptions run, PruningData data, ILogger? logger)
    {
        (_place, _keep, _training, _data, _session, _logger) = (place, run.Checkpoint!.Keep, run.Training, data, session, logger);
        _settings = RunSettings.Of(session, run, data);
        _restored = place.Manifest;
        if (_restored is null) return;
        RunSettings.Require(Path, _restored, _settings);
        _restored.RequireFits(Path, session, run.Training);
        Read(saved =>
        {
            using var scope = NewDisposeScope();
            SessionTensors.Restore(session, saved, level => _restored.Scored[level.Name]);
            return true;
        });
        (session.Steps, session.Meter.MultiplyAdds, session.Agreement) =
            (_restored.SessionSteps, _restored.MultiplyAdds, _restored.Agreement);
        session.History.AddRange(_restored.History ?? []);
        session.Meter.Asked.UnionWith(_restored.Asked ?? []);
        session.Meter.AnswersVary = _restored.AnswersVary;
        Written = Restored;
    }

    /// <summary>The file, as a full path.</summary>
    public string Path => _place.Path;

    /// <summary>Where the run goes on if it is started again; <see langword="null"/> if there is no file to go on from.</summary>
    public (PruningPhase Phase, int EpochsDone)? Written { get; private set; }

    /// <summary>Why the file could not be written after the last epoch; <see langword="null"/> if it could.</summary>
    public string? Failure { get; private set; }

    /// <inheritdoc/>
    public bool MasksAreFinal => _restored?.MasksAreFinal == true;

    /// <summary>The phase and its epochs that were done, if a file was restored.</summary>
    public (PruningPhase Phase, int EpochsDone)? Restored => _restored is null ? null : (_restored.Phase, _restored.EpochsDone);

    /// <summary>Whether a phase was over.</summary>
    public bool IsPast(PruningPhase phase) => _restored?.Phase > phase;

    /// <inheritdoc/>
    public bool HasBegun(PruningPhase phase) => _restored?.Phase == phase;

    /// <inheritdoc/>
    public PhaseStart? StartOf(PruningPhase phase) => HasBegun(phase)
        ? new PhaseStart(_restored!.EpochsDone, _restored.Steps, optimizer =>
        {
            using var saved = Read(tensors => tensors.ReadOptimizer(_restored.Optimizer!, optimizer));
            saved.GiveTo(optimizer);
        })
        : null;

    /// <inheritdoc/>
    public bool Restore(FineTuneState state, TeacherLadder ladder)
    {
        if (_restored?.FineTune is not { } progress) return false;
        if (_training.MultiplyAddBudget is { } budget)
        {
            var cost = 3.0 * _session.Graph.Cost.MultiplyAdds(state.Student.Mask);
            if (!progress.FitsBudget(budget, _data.CountTrainSamples() * cost))
            {
                throw CheckpointTensors.Refuse(Path, "its manifest plans more epochs than the budget pays for");
            }
        }
        Read(saved =>
        {
            saved.CopyTo(Tensors(state));
            return true;
        });
        (state.Epochs, state.PlannedEpochs, state.BestMetric, state.Idle, ladder.Rung) =
            (progress.Epochs, progress.PlannedEpochs, progress.BestMetric, progress.Idle, progress.Rung);
        return true;
    }

    /// <inheritdoc/>
    public void Save(PruningPhase phase, PhaseTraining training, bool masksAreFinal) => TryWrite(phase, training, masksAreFinal, null, []);

    /// <inheritdoc/>
    public void Save(PhaseTraining training, FineTuneState state, TeacherLadder ladder) =>
        TryWrite(PruningPhase.FineTune, training, masksAreFinal: true, new FineTuneProgress(
            state.Epochs, state.PlannedEpochs, state.BestMetric, state.Idle, ladder.Rung), Tensors(state));

    /// <summary>The file, to be deleted when the result is saved; <see langword="null"/> if it is to stay.</summary>
    public FinishedCheckpoint? Finished() => _keep || Written is null ? null : new FinishedCheckpoint(Path);

    /// <summary>Reads what is there; a disk that fails is named.</summary>
    private T Read<T>(Func<CheckpointTensors, T> read)
    {
        try
        {
            return read(new CheckpointTensors(Path, _place.File!));
        }
        catch (IOException failure)
        {
            throw new CheckpointException(Path, failure.Message, Restored, failure);
        }
    }

    /// <summary>Hours of training are worth more than a file: what cannot be written now is tried again after the next epoch.</summary>
    private void TryWrite(
        PruningPhase phase, PhaseTraining training, bool masksAreFinal, FineTuneProgress? fineTune, IEnumerable<(string, Tensor)> tensors)
    {
        _place.File?.Dispose();
        try
        {
            Write(phase, training, masksAreFinal, fineTune, tensors);
            (Written, Failure) = ((phase, training.Clock.Done), null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or ExternalException)
        {
            if (Written is not null && !File.Exists(Path)) Written = null;
            Failure = NativeMessage.Of(failure);
            Log.CheckpointNotWritten(_logger, Path, phase, training.Clock.Done, Failure, Written);
        }
    }

    private void Write(
        PruningPhase phase, PhaseTraining training, bool masksAreFinal, FineTuneProgress? fineTune, IEnumerable<(string, Tensor)> tensors)
    {
        using var scope = NewDisposeScope();
        using var optimizer = SavedOptimizer.Of(training.Optimizer);
        var manifest = new CheckpointManifest(
            CheckpointManifest.CurrentVersion, _settings, phase, training.Clock.Done, training.Clock.Steps, _session.Steps,
            _session.Meter.MultiplyAdds, [.. _session.Meter.Asked.Order(StringComparer.Ordinal)], _session.Meter.AnswersVary, masksAreFinal,
            _session.Levels.ToDictionary(l => l.Name, l => l.Scores.Marks), _session.Agreement, _session.History, fineTune,
            optimizer.Manifest);
        SafetensorsWriter.Write(
            Path, [.. SessionTensors.Of(_session), .. SessionTensors.Masks(_session), .. tensors, .. optimizer.Tensors],
            new Dictionary<string, string> { [CheckpointManifest.MetadataKey] = manifest.ToJson() });
    }

    private IEnumerable<(string, Tensor)> Tensors(FineTuneState state) =>
    [
        .. SessionTensors.Of("fine-tuned", state.Student, _session),
        .. SessionTensors.Of("best", state.Best, _session),
        .. state.Average is { } average ? SessionTensors.Of("average", average, _session) : [],
    ];
}
