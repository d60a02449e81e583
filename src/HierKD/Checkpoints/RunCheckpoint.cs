using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The checkpoint of a run: read when it is opened, written anew after every epoch.</summary>
internal sealed class RunCheckpoint
{
    private readonly Ranks _ranks;
    private readonly bool _keep;
    private readonly bool _isComplete;
    private readonly WorkingModel _working;
    private readonly FilterGraph _graph;
    private readonly TrainingRecord _record;
    private readonly ILogger? _logger;
    private readonly IReadOnlyDictionary<string, RunSetting> _settings;
    private readonly CheckpointFile _place;
    private readonly CheckpointManifest? _restored;
    private readonly List<TrainedLevel> _finished = [];

    /// <param name="place">The file.</param>
    /// <param name="working">The model.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="run">What the run is told.</param>
    /// <param name="data">The batches.</param>
    /// <param name="record">What is known of the training; brought to where it was.</param>
    /// <param name="logger">Hears of files that cannot be written.</param>
    /// <exception cref="InvalidDataException">The file is there, but is not this run's checkpoint.</exception>
    public RunCheckpoint(
        CheckpointFile place, WorkingModel working, FilterGraph graph, PruningOptions run, PruningData data, TrainingRecord record,
        ILogger? logger)
    {
        (_place, _keep, _working, _graph, _record, _logger) = (place, run.Checkpoint!.Keep, working, graph, record, logger);
        (Data, _ranks) = (data, run.Ranks);
        _settings = RunSettings.Of(working, graph, run, data);
        _restored = place.Manifest;
        if (_restored is null) return;
        RunSettings.Require(Path, _restored, _settings);
        _isComplete = _restored.IsComplete(run);
        if (FinishedLevel.Fit(_restored.FinishedLevels, run)) return;
        throw CheckpointTensors.Refuse(Path, "its finished levels are not this run's");
    }

    /// <summary>The file, as a full path.</summary>
    public string Path => _place.Path;

    /// <summary>The batches of the run.</summary>
    public PruningData Data { get; }

    /// <summary>Where the run goes on if it is started again; <see langword="null"/> if there is no file to go on from.</summary>
    public (PruningPhase Phase, int EpochsDone)? Written { get; private set; }

    /// <summary>Why the file could not be written after the last epoch; <see langword="null"/> if it could.</summary>
    public string? Failure { get; private set; }

    /// <summary>The phase and its epochs that were done, if a file was there.</summary>
    public (PruningPhase Phase, int EpochsDone)? Restored => _restored is null ? null : (_restored.Phase, _restored.EpochsDone);

    /// <summary>Reads the levels that the run was done with, from the largest; the caller disposes them.</summary>
    /// <exception cref="InvalidDataException">The checkpoint does not hold one.</exception>
    /// <exception cref="CheckpointException">It cannot be read.</exception>
    public IReadOnlyList<TrainedLevel> ReadFinished()
    {
        if (_restored is null) return [];
        try
        {
            foreach (var mark in _restored.FinishedLevels)
            {
                _finished.Add(Read(saved => FinishedTensors.Read(mark, saved, _working, _graph)));
            }
        }
        catch
        {
            foreach (var level in _finished) level.Cut.Dispose();
            throw;
        }
        return [.. _finished];
    }

    /// <summary>The part of a stage of the run; a session that the file is of is brought to where it was.</summary>
    /// <param name="session">The stage's session.</param>
    /// <param name="stage">What the stage is told.</param>
    /// <param name="number">The stage's number, from 0.</param>
    public StageCheckpoint ForStage(PruningSession session, PruningOptions stage, int number)
    {
        var isThere = _restored is not null
            && number == (stage.Training.Levels == LevelTraining.InTurn ? _restored.FinishedLevels.Count : 0);
        var part = new StageCheckpoint(this, session, stage, isThere ? _restored : null);
        if (!isThere) return part;
        // What all processes had done is in the file; the first keeps the count.
        (_record.Meter.MultiplyAdds, _record.Agreement) = (_ranks.IsFirst ? _restored!.MultiplyAdds : 0, _restored!.Agreement);
        _record.History.AddRange(_restored.History ?? []);
        _record.Widths.AddRange(_restored.Widths ?? []);
        _record.Meter.Asked.UnionWith(_restored.Asked ?? []);
        _record.Meter.AnswersVary = _restored.AnswersVary;
        Written = Restored;
        return part;
    }

    /// <summary>Lets a run that goes on compute as it began.</summary>
    /// <exception cref="InvalidDataException">The file does not tell, or what it tells cannot be computed here.</exception>
    public void RestoreComputation(PruningSession session)
    {
        var saved = _restored?.Computation ?? throw CheckpointTensors.Refuse(Path, "its manifest does not tell how the run computes");
        // Where nothing is left to be trained, nothing is computed so any more.
        if (!_isComplete) RestoredComputation.Require(Path, session, saved, "run");
        session.Computing.Take(saved);
    }

    /// <summary>Says that the run is done with a level; the file has it from the next epoch on.</summary>
    public void Finish(TrainedLevel level) => _finished.Add(level);

    /// <summary>The file, to be deleted when the result is saved; <see langword="null"/> if it is to stay.</summary>
    public FinishedCheckpoint? Finished() => _keep || Written is null || !_ranks.IsFirst ? null : new FinishedCheckpoint(Path);

    /// <summary>Reads what is there; a disk that fails is named.</summary>
    public T Read<T>(Func<CheckpointTensors, T> read)
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
    public void TryWrite(
        PruningSession session, PruningPhase phase, PhaseTraining training, bool masksAreFinal, FineTuneProgress? fineTune,
        IEnumerable<(string, Tensor)> tensors)
    {
        _place.File?.Dispose();
        var all = (long)_ranks.Sum([session.Meter.MultiplyAdds], "the multiply-adds")[0];
        var failure = _ranks.TextOfFirst(() =>
        {
            TryWriteAlone(session, all, phase, training, masksAreFinal, fineTune, tensors);
            return Failure ?? "";
        }, "the checkpoint");
        if (_ranks.IsFirst) return;
        if (failure.Length == 0) (Written, Failure) = ((phase, training.Clock.Done), null);
        else Failure = failure;
    }

    private void TryWriteAlone(
        PruningSession session, long multiplyAdds, PruningPhase phase, PhaseTraining training, bool masksAreFinal,
        FineTuneProgress? fineTune, IEnumerable<(string, Tensor)> tensors)
    {
        try
        {
            Write(session, multiplyAdds, phase, training, masksAreFinal, fineTune, tensors);
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
        PruningSession session, long multiplyAdds, PruningPhase phase, PhaseTraining training, bool masksAreFinal,
        FineTuneProgress? fineTune, IEnumerable<(string, Tensor)> tensors)
    {
        using var scope = NewDisposeScope();
        using var optimizer = SavedOptimizer.Of(training.Optimizer);
        var manifest = new CheckpointManifest(
            CheckpointManifest.CurrentVersion, _settings, phase, training.Clock.Done, training.Clock.Steps, session.Steps,
            multiplyAdds, [.. session.Meter.Asked.Order(StringComparer.Ordinal)], session.Meter.AnswersVary, masksAreFinal,
            session.Levels.ToDictionary(l => l.Name, l => l.Scores.Marks), _record.Agreement, _record.History, fineTune,
            optimizer.Manifest, _finished.Count == 0 ? null : [.. _finished.Select(FinishedLevel.Of)], _record.Computation,
            _record.Widths.Count == 0 ? null : [.. _record.Widths]);
        SafetensorsWriter.Write(
            Path,
            [
                .. SessionTensors.Of(session), .. SessionTensors.Masks(session), .. tensors,
                .. _finished.SelectMany(level => FinishedTensors.Of(level, _working)), .. optimizer.Tensors,
            ],
            new Dictionary<string, string> { [CheckpointManifest.MetadataKey] = manifest.ToJson() });
    }
}
