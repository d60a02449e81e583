using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Writes the report of a session: sizes are counted, latencies measured, all in turn.</summary>
internal sealed class SessionReport(PruningSession session, LatencyOptions latency, Tensor exampleInput)
{
    private SessionOptions Options => session.Options;

    /// <summary>The report of a session as it stands, all of whose levels are measured.</summary>
    public static PruningReport Of(
        PruningSession session, Tensor exampleInput, IEnumerable<(Tensor x, Tensor y)> validation, ReportOptions options,
        CancellationToken cancellation)
    {
        var told = SettingsText.Of(session.Options).Concat(options.Settings).ToArray();
        using var scope = NewDisposeScope();
        var input = exampleInput.to(session.Device);
        var model = (nn.Module<Tensor, Tensor>)session.Working.Module;
        using (new EvaluationMode(model)) ModelAnswer.Of(model, input, "exampleInput is an input", nameof(exampleInput));
        ExampleBatch.Require(model, input, options.Latency.BatchSizes);
        var evaluator = new Evaluator(session.Working, session.Options.Task);
        var batches = Batches(validation, cancellation);
        var original = evaluator.Metric(session.Working.Own, batches);
        List<CutLevel> levels = [];
        try
        {
            levels.AddRange(session.Levels.Reverse().Select(session.Cut));
            var lines = levels.Select(cut => new ReportedLevel(cut.Name, cut, evaluator.Metric(cut.Weights, batches))).ToArray();
            return new SessionReport(session, options.Latency, input)
                .Of(lines, original, options.History, told, isOfRun: false, cancellation);
        }
        finally
        {
            foreach (var level in levels) level.Dispose();
        }
    }

    /// <param name="levels">From the largest level to the student as it is in the end.</param>
    /// <param name="originalMetric">The original's metric.</param>
    /// <param name="history">The metrics after the epochs.</param>
    /// <param name="settings">What the run or the loop was told.</param>
    /// <param name="isOfRun">Whether these are all settings that there are.</param>
    /// <param name="cancellation">Ends the measuring.</param>
    public PruningReport Of(
        IReadOnlyList<ReportedLevel> levels, double originalMetric, IReadOnlyList<EpochReport> history,
        IReadOnlyList<ReportSetting> settings, bool isOfRun, CancellationToken cancellation)
    {
        var rounded = WidthRounding.Candidates(levels[^1].Cut.Mask);
        IModelWeights[] measured = [session.Working.Own, .. levels.Select(l => l.Cut.Weights)];
        var latencies = Latencies(measured, rounded, cancellation);
        var more = latency.BatchSizes.Select(size => Latencies(measured, size, cancellation)).ToArray();
        LevelReport[] lines =
        [
            Line("original", FilterMask.Full(session.Graph), originalMetric, latencies[0]),
            .. levels.Select((level, i) => Line(level.Line, level.Cut.Mask, level.Metric, latencies[i + 1]) with { Agreement =
                session.Agreement.GetValueOrDefault(level.Cut.Name) ?? Agreement(level.Cut.Name, history) }),
        ];
        lines = [.. lines.Select((line, i) => line with { LatencyAt = more.Select(m => m[i]).ToArray() })];
        var rounding = latency.Rounds < WidthRounding.LeastRounds ? null : WidthRounding.Best(
            lines[^1].Latency, rounded.Zip(latencies.TakeLast(rounded.Count), (r, time) => Rounding(r.Multiple, r.Mask, time)));
        return new PruningReport(
            Options.Task.MetricName, Options.Chain, lines, session.Graph.Locks, session.MultiplyAdds,
            RunEnvironment.Of(session.Device, Options.Clock))
        {
            Model = session.Working.Module.GetType().Name,
            HigherIsBetter = Options.Task.HigherIsBetter,
            Layers = LayerWidth.Of(
                session.Graph, levels.Reverse().DistinctBy(l => l.Cut.Name).Select(l => (l.Cut.Name, l.Cut.Mask)).ToArray()),
            Scores = Scores(),
            History = history.ToArray(),
            Rounding = rounding,
            Settings = [
                new("Model", session.Working.Module.GetType().ToString()),
                new("Model.Weights", $"SHA-256 {WeightsDigest.Of(session.Working)}"), .. settings
            ],
            IsOfRun = isOfRun,
        };
    }

    /// <summary>The last that a loop of the caller's own has told.</summary>
    private static GradientAgreement? Agreement(string level, IReadOnlyList<EpochReport> history) =>
        history.SelectMany(e => e.Metrics).LastOrDefault(m => m.Level == level && m.Agreement is not null)?.Agreement;

    private static IEnumerable<(Tensor x, Tensor y)> Batches(IEnumerable<(Tensor x, Tensor y)> validation, CancellationToken cancellation)
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
    private ScoreHistogram[] Scores() =>
        session.Levels.Select((level, i) => (level, i)).Where(l => l.level.Plan.Ratio > 0 && l.level.Scores.IsComplete).Select(l =>
    {
        var (level, i) = l;
        var allowed = Options.NestedMasks && i + 1 < session.Levels.Count ? session.Levels[i + 1].Mask : FilterMask.Full(session.Graph);
        return ScoreHistogram.Of(level.Name, level.Scores.ForSelection(allowed), level.Mask);
    }).ToArray();

    private IReadOnlyList<Latency> Latencies(
        IReadOnlyList<IModelWeights> measured, IReadOnlyList<(int Multiple, FilterMask Mask)> rounded, CancellationToken cancellation)
    {
        var working = session.Working;
        var whole = working.Tensors.Select((_, i) => working.Own.Dense(i)).ToArray();
        var wider = rounded.Select(r => CutLevel.From("rounded", working, whole, r.Mask)).ToArray();
        try
        {
            return LatencyMeter.Measure(
                working, [.. measured, .. wider.Select(w => w.Weights)], exampleInput, Options.Clock, latency.Rounds,
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
            session.Working, measured, ExampleBatch.Of(exampleInput, batchSize), Options.Clock, latency.Rounds, cancellation: cancellation);
    }

    private LevelReport Line(string name, FilterMask mask, double metric, Latency time) =>
        new(name, mask.Kept, session.Graph.Filters, session.Graph.Cost
            .Parameters(mask), session.Graph.Cost.MultiplyAdds(mask), metric, time);

    private WidthRounding Rounding(int multiple, FilterMask mask, Latency time) =>
        new(multiple, mask.Kept, session.Graph.Cost.Parameters(mask), session.Graph.Cost.MultiplyAdds(mask), time);
}
