using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Writes the report of a session: sizes are counted, latencies measured, all in turn.</summary>
internal sealed class SessionReport(PruningSession session, LatencyOptions latency, Tensor exampleInput)
{
    private SessionOptions Options => session.Options;

    /// <summary>The report of a session as it stands, all of whose levels are measured.</summary>
    public static PruningReport Of(PruningSession session, Tensor exampleInput, IEnumerable<(Tensor x, Tensor y)> validation, ReportOptions options)
    {
        var told = SettingsText.Of(session.Options).Concat(options.Settings).ToArray();
        using var scope = NewDisposeScope();
        var input = exampleInput.to(session.Device);
        var model = (nn.Module<Tensor, Tensor>)session.Working.Module;
        using (new EvaluationMode(model)) ModelAnswer.Of(model, input, "exampleInput is an input", nameof(exampleInput));
        ExampleBatch.Require(model, input, options.Latency.BatchSizes);
        var evaluator = new Evaluator(session.Working, session.Options.Task);
        var original = evaluator.Metric(session.Working.Own, validation);
        List<CutLevel> levels = [];
        try
        {
            levels.AddRange(session.Levels.Reverse().Select(session.Cut));
            var lines = levels.Select(cut => new ReportedLevel(cut.Name, cut, evaluator.Metric(cut.Weights, validation))).ToArray();
            return new SessionReport(session, options.Latency, input).Of(lines, original, options.History, told, isOfRun: false);
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
    public PruningReport Of(IReadOnlyList<ReportedLevel> levels, double originalMetric, IReadOnlyList<EpochReport> history, IReadOnlyList<ReportSetting> settings, bool isOfRun)
    {
        var rounded = WidthRounding.Candidates(levels[^1].Cut.Mask);
        IModelWeights[] measured = [session.Working.Own, .. levels.Select(l => l.Cut.Weights)];
        var latencies = Latencies(measured, rounded);
        var more = latency.BatchSizes.Select(size => Latencies(measured, size)).ToArray();
        LevelReport[] lines =
        [
            Line("original", FilterMask.Full(session.Graph), originalMetric, latencies[0]),
            .. levels.Select((level, i) => Line(level.Line, level.Cut.Mask, level.Metric, latencies[i + 1]) with { Agreement = session.Agreement.GetValueOrDefault(level.Cut.Name) }),
        ];
        lines = [.. lines.Select((line, i) => line with { LatencyAt = more.Select(m => m[i]).ToArray() })];
        var rounding = latency.Rounds < WidthRounding.LeastRounds ? null : WidthRounding.Best(lines[^1].Latency, rounded.Zip(latencies.TakeLast(rounded.Count), (r, time) => Rounding(r.Multiple, r.Mask, time)));
        return new PruningReport(Options.Task.MetricName, Options.Chain, lines, session.Graph.Locks, session.MultiplyAdds, RunEnvironment.Of(session.Device, Options.Clock))
        {
            Model = session.Working.Module.GetType().Name,
            HigherIsBetter = Options.Task.HigherIsBetter,
            Layers = LayerWidth.Of(session.Graph, levels.Reverse().DistinctBy(l => l.Cut.Name).Select(l => (l.Cut.Name, l.Cut.Mask)).ToArray()),
            Scores = Scores(),
            History = history.ToArray(),
            Rounding = rounding,
            Settings = [new("Model", session.Working.Module.GetType().ToString()), new("Model.Weights", $"SHA-256 {WeightsDigest.Of(session.Working)}"), .. settings],
            IsOfRun = isOfRun,
        };
    }

    /// <summary>A level that keeps everything has nothing to decide; one that was never scored has nothing to decide by.</summary>
    private ScoreHistogram[] Scores() => session.Levels.Select((level, i) => (level, i)).Where(l => l.level.Plan.Ratio > 0 && l.level.Scores.IsComplete).Select(l =>
    {
        var (level, i) = l;
        var allowed = Options.NestedMasks && i + 1 < session.Levels.Count ? session.Levels[i + 1].Mask : FilterMask.Full(session.Graph);
        return ScoreHistogram.Of(level.Name, level.Scores.ForSelection(allowed), level.Mask);
    }).ToArray();

    private IReadOnlyList<Latency> Latencies(IReadOnlyList<IModelWeights> measured, IReadOnlyList<(int Multiple, FilterMask Mask)> rounded)
    {
        var working = session.Working;
        var whole = working.Tensors.Select((_, i) => working.Own.Dense(i)).ToArray();
        var wider = rounded.Select(r => CutLevel.From("rounded", working, whole, r.Mask)).ToArray();
        try
        {
            return LatencyMeter.Measure(working, [.. measured, .. wider.Select(w => w.Weights)], exampleInput, Options.Clock, latency.Rounds);
        }
        finally
        {
            foreach (var level in wider) level.Dispose();
        }
    }

    private IReadOnlyList<Latency> Latencies(IReadOnlyList<IModelWeights> measured, int batchSize)
    {
        using var scope = NewDisposeScope();
        return LatencyMeter.Measure(session.Working, measured, ExampleBatch.Of(exampleInput, batchSize), Options.Clock, latency.Rounds);
    }

    private LevelReport Line(string name, FilterMask mask, double metric, Latency time) =>
        new(name, mask.Kept, session.Graph.Filters, session.Graph.Cost.Parameters(mask), session.Graph.Cost.MultiplyAdds(mask), metric, time);

    private WidthRounding Rounding(int multiple, FilterMask mask, Latency time) => new(multiple, mask.Kept, session.Graph.Cost.Parameters(mask), session.Graph.Cost.MultiplyAdds(mask), time);
}
