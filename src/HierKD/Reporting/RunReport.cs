using static TorchSharp.torch;

namespace HierKD;

/// <summary>Writes the report of a run: sizes are counted, latencies measured, all in turn.</summary>
internal sealed class RunReport(PruningSession session, PruningOptions options, Tensor exampleInput)
{
    // What users' own parts say of themselves is asked before anything is trained.
    private readonly IReadOnlyList<ReportSetting> _settings = SettingsText.Of(options);

    /// <param name="levels">The fine-tuned student, then the student as it was before, then the assistants.</param>
    /// <param name="metrics">Their metrics.</param>
    /// <param name="originalMetric">The original's.</param>
    public PruningReport Of(IReadOnlyList<CutLevel> levels, IReadOnlyList<double> metrics, double originalMetric)
    {
        var rounded = WidthRounding.Candidates(levels[0].Mask);
        IModelWeights[] measured = [session.Working.Own, .. levels.Reverse().Select(l => l.Weights)];
        var latencies = Latencies(measured, rounded);
        var more = options.Latency.BatchSizes.Select(size => Latencies(measured, size)).ToArray();
        List<LevelReport> lines = [Line("original", FilterMask.Full(session.Graph), originalMetric, latencies[0])];
        for (var i = levels.Count - 1; i >= 0; i--)
        {
            var name = i == 1 ? $"{levels[i].Name}, joint phase" : levels[i].Name;
            lines.Add(Line(name, levels[i].Mask, metrics[i], latencies[levels.Count - i]) with { Agreement = session.Agreement.GetValueOrDefault(levels[i].Name) });
        }
        lines = [.. lines.Select((line, i) => line with { LatencyAt = more.Select(m => m[i]).ToArray() })];
        var rounding = options.Latency.Rounds < WidthRounding.LeastRounds ? null : WidthRounding.Best(lines[^1].Latency, rounded.Zip(latencies.TakeLast(rounded.Count), (r, latency) => Rounding(r.Multiple, r.Mask, latency)));
        return new PruningReport(options.Task.MetricName, options.Chain, lines, session.Graph.Locks, session.MultiplyAdds, RunEnvironment.Of(session.Device, options.Clock))
        {
            Model = session.Working.Module.GetType().Name,
            HigherIsBetter = options.Task.HigherIsBetter,
            Layers = LayerWidth.Of(session.Graph, levels.Skip(1).Select(l => (l.Name, l.Mask)).ToArray()),
            Scores = Scores(),
            History = session.History.ToArray(),
            Rounding = rounding,
            Settings = [new("Model", session.Working.Module.GetType().ToString()), new("Model.Weights", $"SHA-256 {RunSettings.Digest(session.Working)}"), .. _settings],
        };
    }

    /// <summary>A level that keeps everything has nothing to decide.</summary>
    private ScoreHistogram[] Scores() => session.Levels.Select((level, i) => (level, i)).Where(l => l.level.Plan.Ratio > 0).Select(l =>
    {
        var (level, i) = l;
        var allowed = options.NestedMasks && i + 1 < session.Levels.Count ? session.Levels[i + 1].Mask : FilterMask.Full(session.Graph);
        return ScoreHistogram.Of(level.Name, level.Scores.ForSelection(allowed), level.Mask);
    }).ToArray();

    private IReadOnlyList<Latency> Latencies(IReadOnlyList<IModelWeights> measured, IReadOnlyList<(int Multiple, FilterMask Mask)> rounded)
    {
        var working = session.Working;
        var whole = working.Tensors.Select((_, i) => working.Own.Dense(i)).ToArray();
        var wider = rounded.Select(r => CutLevel.From("rounded", working, whole, r.Mask)).ToArray();
        try
        {
            return LatencyMeter.Measure(working, [.. measured, .. wider.Select(w => w.Weights)], exampleInput, options.Clock, options.Latency.Rounds);
        }
        finally
        {
            foreach (var level in wider) level.Dispose();
        }
    }

    private IReadOnlyList<Latency> Latencies(IReadOnlyList<IModelWeights> measured, int batchSize)
    {
        using var scope = NewDisposeScope();
        return LatencyMeter.Measure(session.Working, measured, ExampleBatch.Of(exampleInput, batchSize), options.Clock, options.Latency.Rounds);
    }

    private LevelReport Line(string name, FilterMask mask, double metric, Latency latency) =>
        new(name, mask.Kept, session.Graph.Filters, session.Graph.Cost.Parameters(mask), session.Graph.Cost.MultiplyAdds(mask), metric, latency);

    private WidthRounding Rounding(int multiple, FilterMask mask, Latency latency) => new(multiple, mask.Kept, session.Graph.Cost.Parameters(mask), session.Graph.Cost.MultiplyAdds(mask), latency);
}
