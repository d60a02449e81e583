namespace HierKD.Reliability.Readers;

/// <summary>
/// The checkpoint of a run, with a session that stays open: what a run does with the file between its start and the first epoch that it
/// goes on with. All knowledge of how a run reads its checkpoint is here.
/// </summary>
internal sealed class RunCheckpointReader : FileReader
{
    private static readonly PruningOptions Options = new()
    {
        Chain = TeacherChain.Uniform(studentRatio: 0.5, assistants: 1),
        Training = new()
        {
            Levels = LevelTraining.Family,
            Joint = new() { Epochs = 1, FixedMaskEpochs = 1, MaskInterval = 1, ScoringBatches = 1 },
            FineTuning = new() { Epochs = 2, WeightAverage = 0.8 },
            LearningRate = 0.02,
        },
        Latency = new() { Rounds = 1 },
    };

    private readonly TinySession _open;
    private readonly PruningData _data;

    private RunCheckpointReader(byte[] whole, TinySession open)
        : base(whole, hasChecksum: true, open)
    {
        (_open, _data) = (open, open.Batches);
    }

    public static RunCheckpointReader Create()
    {
        var open = new TinySession(Options);
        var whole = Written(path =>
        {
            using var model = TinySession.Model();
            using var result = HierarchicalPruner.Run(model, open.Batches, Options with { Checkpoint = new(path) { Keep = true } });
        });
        return new(whole, open);
    }

    public override string Load(string path)
    {
        var session = _open.Session;
        session.Record.History.Clear();
        session.Meter.Asked.Clear();
        using var place = CheckpointFile.Take(new(path), Options, _open.Network);
        var run = new RunCheckpoint(
            place, session.Working, session.Graph, Options with { Checkpoint = new(path) }, _data, session.Record, logger: null);
        var finished = run.ReadFinished();
        try
        {
            return Read(session, run, finished);
        }
        finally
        {
            foreach (var level in finished) level.Cut.Dispose();
        }
    }

    private string Read(PruningSession session, RunCheckpoint run, IReadOnlyList<TrainedLevel> finished)
    {
        var checkpoint = run.ForStage(session, Options, 0);
        using var cut = session.Cut(session.Student);
        using var state = FineTuneState.Begin(cut, average: true);
        var ladder = new TeacherLadder(
            FineTuneTeacher.Ladder,
            [.. session.Levels.Skip(1).Select(l => Teacher.Of(session, l.Name, l.Weights, l.Mask, 0.5)), Teacher.Original(session, 0.5)],
            Options.Task);
        List<string> texts = [$"{checkpoint.MasksAreFinal} {run.Restored} {checkpoint.Restore(state, ladder)}"];
        texts.AddRange(finished.Select(level =>
            $"{level.Name} {level.Metric:R} {level.FineTuned} {string.Join(",", level.Scores?.Kept ?? [])} {level.Cut.Mask.Ratio}"));
        foreach (var phase in Enum.GetValues<PruningPhase>())
        {
            if (checkpoint.StartOf(phase) is not { } start) continue;
            var parameters = phase == PruningPhase.FineTune ? state.Student.Parameters() : session.Parameters();
            using var training = new PhaseTraining(phase, _data, Options.Training, parameters, 2, new EpochNumbers(0, 0), start);
            texts.Add($"{phase} {training.Clock.Done} {training.Clock.Steps} {OptimizerState.Digest(training.Optimizer)}");
        }
        texts.Add($"{session.Steps} {session.MultiplyAdds} {ladder.Rung} {string.Join(",", session.Meter.Asked.Order())}");
        texts.Add($"{state.Epochs} {state.PlannedEpochs} {state.BestMetric:R} {state.Idle}");
        texts.AddRange(session.Record.History.Select(e => $"{e.Phase} {e.Epoch} {e.Teacher} {string.Join(",", e.Metrics)}"));
        texts.AddRange(session.Record.Agreement.Select(a => $"{a}"));
        using var scope = NewDisposeScope();
        CutLevel[] cuts = [state.Student, state.Best, state.Average!, .. finished.Select(level => level.Cut)];
        return Digest([.. _open.Tensors, .. cuts.SelectMany((c, i) => c.Values.Select((v, j) => ($"{i} {j}", v)))], texts);
    }
}
