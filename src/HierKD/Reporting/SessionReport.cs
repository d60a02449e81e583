using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Writes the report of a session or a run: sizes are counted, latencies measured, all in turn.</summary>
internal sealed class SessionReport(
    WorkingModel working, FilterGraph graph, SessionOptions options, LatencyOptions latency, IReadOnlyList<Tensor> exampleInputs)
{

    /// <summary>The report of a session as it stands, all of whose levels are measured.</summary>
    public static PruningReport Of(
        PruningSession session, IReadOnlyList<Tensor> exampleInputs, IEnumerable<PruningBatch> validation, ReportOptions options,
        string argument, CancellationToken cancellation)
    {
        var told = SettingsText.Of(session.Options).Concat(options.Settings).ToArray();
        using var scope = NewDisposeScope();
        Tensor[] inputs = [.. exampleInputs.Select(t => t.to(session.Device))];
        var (model, call) = (session.Working.Module, session.Working.ModelCall);
        using (new EvaluationMode(model)) ModelAnswer.Of(call, inputs, $"{argument} is an input", argument);
        ExampleBatch.Require(model, call, inputs, options.Latency.BatchSizes);
        var evaluator = new Evaluator(session.Working, session.Options.Task);
        var batches = Batches(validation, cancellation);
        var original = evaluator.Metric(session.Working.Own, batches);
        List<CutLevel> levels = [];
        try
        {
            levels.AddRange(session.Levels.Reverse().Select(session.Cut));
            var lines = levels.Select(cut => new ReportedLevel(cut.Name, cut, evaluator.Metric(cut.Weights, batches))).ToArray();
            return new SessionReport(session.Working, session.Graph, session.Options, options.Latency, inputs)
                .Of(lines, original, session.Record, options.History, [.. session.Levels.Select(l => ScoresOf(session, l))], told,
                    isOfRun: false, cancellation);
        }
        finally
        {
            foreach (var level in levels) level.Dispose();
        }
    }

    /// <param name="levels">From the largest level to the student as it is in the end.</param>
    /// <param name="originalMetric">The original's metric.</param>
    /// <param name="record">What is known of the training.</param>
    /// <param name="history">The metrics after the epochs.</param>
    /// <param name="scores">The levels' scores, from the student to the largest.</param>
    /// <param name="settings">What the run or the loop was told.</param>
    /// <param name="isOfRun">Whether these are all settings that there are.</param>
    /// <param name="cancellation">Ends the measuring.</param>
    public PruningReport Of(
        IReadOnlyList<ReportedLevel> levels, double originalMetric, TrainingRecord record, IReadOnlyList<EpochReport> history,
        IReadOnlyList<ScoreHistogram?> scores, IReadOnlyList<ReportSetting> settings, bool isOfRun, CancellationToken cancellation)
    {
        var rounded = WidthRounding.Candidates(levels[^1].Cut.Mask);
        IModelWeights[] measured = [working.Own, .. levels.Select(l => l.Cut.Weights)];
        var latencies = Latencies(measured, rounded, cancellation);
        var more = latency.BatchSizes.Select(size => Latencies(measured, size, cancellation)).ToArray();
        LevelReport[] lines =
        [
            Line("original", FilterMask.Full(graph), originalMetric, latencies[0]),
            .. levels.Select((level, i) => Line(level.Line, level.Cut.Mask, level.Metric, latencies[i + 1]) with { Agreement =
                record.Agreement.GetValueOrDefault(level.Cut.Name) ?? Agreement(level.Cut.Name, history) }),
        ];
        lines = [.. lines.Select((line, i) => line with { LatencyAt = more.Select(m => m[i]).ToArray() })];
        var rounding = latency.Rounds < WidthRounding.LeastRounds ? null : WidthRounding.Best(
            lines[^1].Latency, rounded.Zip(latencies.TakeLast(rounded.Count), (r, time) => Rounding(r.Multiple, r.Mask, time)));
        return new PruningReport(
            options.Task.Metric.Name, options.Chain, lines, graph.Locks, record.Meter.MultiplyAdds,
            RunEnvironment.Of(working.Tensors[0].Tensor.device, options.Clock))
        {
            Model = working.Module.GetType().Name,
            HigherIsBetter = options.Task.Metric.HigherIsBetter,
            Layers = LayerWidth.Of(
                graph, levels.Reverse().DistinctBy(l => l.Cut.Name).Select(l => (l.Cut.Name, l.Cut.Mask)).ToArray()),
            Scores = [.. scores.OfType<ScoreHistogram>()],
            History = history.ToArray(),
            Rounding = rounding,
            Computation = record.Computation,
            Widths = [.. record.Widths],
            Settings = [
                new("Model", working.Module.GetType().ToString()),
                new("Model.Weights", $"SHA-256 {WeightsDigest.Of(working)}"), .. settings
            ],
            IsOfRun = isOfRun,
        };
    }

    /// <summary>The last that a loop of the caller's own has told.</summary>
    private static GradientAgreement? Agreement(string level, IReadOnlyList<EpochReport> history) =>
        history.SelectMany(e => e.Metrics).LastOrDefault(m => m.Level == level && m.Agreement is not null)?.Agreement;

    private static IEnumerable<PruningBatch> Batches(IEnumerable<PruningBatch> validation, CancellationToken cancellation)
    {
        var any = false;
        foreach (var batch in validation)
        {
            cancellation.ThrowIfCancellationRequested();
            any = true;
            yield return batch;
        }
        if (!any)
        {
            throw new ArgumentException("validation has no batches; it must give batches each time it is enumerated.", nameof(validation));
        }
    }

    /// <summary>A level that keeps everything has nothing to decide; one that was never scored has nothing to decide by.</summary>
    public static ScoreHistogram? ScoresOf(PruningSession session, Level level)
    {
        if (level.Plan.Ratio == 0 || !level.Scores.IsComplete) return null;
        var larger = session.Options.NestedMasks ? session.Levels.SkipWhile(l => l != level).ElementAtOrDefault(1) : null;
        var allowed = larger?.Mask ?? session.Original.Mask;
        return ScoreHistogram.Of(level.Name, level.Scores.ForSelection(allowed), level.Mask);
    }

    private IReadOnlyList<Latency> Latencies(
        IReadOnlyList<IModelWeights> measured, IReadOnlyList<(int Multiple, FilterMask Mask)> rounded, CancellationToken cancellation)
    {
        var whole = working.Tensors.Select((_, i) => working.Own.Dense(i)).ToArray();
        var wider = rounded.Select(r => CutLevel.From("rounded", working, whole, r.Mask)).ToArray();
        try
        {
            return LatencyMeter.Measure(
                working, [.. measured, .. wider.Select(w => w.Weights)], exampleInputs, options.Clock, latency.Rounds,
                cancellation: cancellation);
        }
        finally
        {
            foreach (var level in wider) level.Dispose();
        }
    }

    private IReadOnlyList<Latency> Latencies(IReadOnlyList<IModelWeights> measured, int batchSize, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        return LatencyMeter.Measure(
            working, measured, ExampleBatch.Of(exampleInputs, batchSize), options.Clock, latency.Rounds, cancellation: cancellation);
    }

    private LevelReport Line(string name, FilterMask mask, double metric, Latency time) =>
        new(name, mask.Kept, graph.Filters, graph.Cost.Parameters(mask), graph.Cost.MultiplyAdds(mask), metric, time);

    private WidthRounding Rounding(int multiple, FilterMask mask, Latency time) =>
        new(multiple, mask.Kept, graph.Cost.Parameters(mask), graph.Cost.MultiplyAdds(mask), time);
}
