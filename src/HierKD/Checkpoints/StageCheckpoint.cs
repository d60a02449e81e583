using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>What the checkpoint of a run holds of one of its stages.</summary>
internal sealed class StageCheckpoint : IPhaseCheckpoint
{
    private readonly RunCheckpoint _run;
    private readonly PruningSession _session;
    private readonly TrainingOptions _training;
    private readonly CheckpointManifest? _restored;
    private bool _isPastFineTuning;

    /// <param name="run">The checkpoint of the run.</param>
    /// <param name="session">The stage's session; brought to where it was.</param>
    /// <param name="stage">What the stage is told.</param>
    /// <param name="restored">What the file says, if it is of this stage.</param>
    /// <exception cref="InvalidDataException">The file is not whole.</exception>
    /// <exception cref="CheckpointException">It cannot be read.</exception>
    public StageCheckpoint(RunCheckpoint run, PruningSession session, PruningOptions stage, CheckpointManifest? restored)
    {
        (_run, _session, _training, _restored) = (run, session, stage.Training, restored);
        if (restored is null) return;
        restored.RequireFits(run.Path, session, stage.Training);
        run.Read(saved =>
        {
            using var scope = NewDisposeScope();
            SessionTensors.Restore(session, saved, level => restored.Scored[level.Name]);
            return true;
        });
        session.Steps = restored.SessionSteps;
    }

    /// <inheritdoc/>
    public bool MasksAreFinal => _restored?.MasksAreFinal == true;

    /// <summary>Whether a phase was over.</summary>
    public bool IsPast(PruningPhase phase) => _restored?.Phase > phase;

    /// <inheritdoc/>
    public bool HasBegun(PruningPhase phase) => _restored?.Phase == phase && !_isPastFineTuning;

    /// <inheritdoc/>
    public PhaseStart? StartOf(PruningPhase phase) => HasBegun(phase)
        ? new PhaseStart(_restored!.EpochsDone, _restored.Steps, optimizer =>
        {
            using var saved = _run.Read(tensors => tensors.ReadOptimizer(_restored.Optimizer!, optimizer));
            saved.GiveTo(optimizer);
        })
        : null;

    /// <inheritdoc/>
    public bool Restore(FineTuneState state, TeacherLadder ladder)
    {
        if (!HasBegun(PruningPhase.FineTune) || _restored!.FineTune is not { } progress) return false;
        if (_training.MultiplyAddBudget is { } budget)
        {
            var cost = 3.0 * _session.Graph.Cost.MultiplyAdds(state.Student.Mask);
            if (!progress.FitsBudget(budget / _session.Options.Ranks.Size, _run.Data.CountTrainSamples() * cost))
            {
                throw CheckpointTensors.Refuse(_run.Path, "its manifest plans more epochs than the budget pays for");
            }
        }
        if (progress.Rung >= ladder.Rungs) throw CheckpointTensors.Refuse(_run.Path, "its manifest does not tell the place in fine-tuning");
        _run.Read(saved =>
        {
            saved.CopyTo(Tensors(state));
            return true;
        });
        (state.Epochs, state.PlannedEpochs, state.BestMetric, state.Idle, ladder.Rung) =
            (progress.Epochs, progress.PlannedEpochs, progress.BestMetric, progress.Idle, progress.Rung);
        return true;
    }

    /// <inheritdoc/>
    public void Save(PruningPhase phase, PhaseTraining training, bool masksAreFinal) =>
        _run.TryWrite(_session, phase, training, masksAreFinal, null, []);

    /// <inheritdoc/>
    public void Save(PhaseTraining training, FineTuneState state, TeacherLadder ladder) =>
        _run.TryWrite(_session, PruningPhase.FineTune, training, masksAreFinal: true, new FineTuneProgress(
            state.Epochs, state.PlannedEpochs, state.BestMetric, state.Idle, ladder.Rung), Tensors(state));

    /// <summary>Says that the run is done with a level: the next one begins anew.</summary>
    public void Finish(TrainedLevel level)
    {
        _isPastFineTuning = true;
        _run.Finish(level);
    }

    private IEnumerable<(string, Tensor)> Tensors(FineTuneState state) =>
    [
        .. SessionTensors.Of("fine-tuned", state.Student, _session.Working),
        .. SessionTensors.Of("best", state.Best, _session.Working),
        .. state.Average is { } average ? SessionTensors.Of("average", average, _session.Working) : [],
    ];
}
