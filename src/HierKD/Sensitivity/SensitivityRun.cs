using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Measures what a model loses without a part of each group of its filters.</summary>
internal sealed class SensitivityRun(
    WorkingModel working, FilterGraph graph, IReadOnlyList<Tensor> exampleInputs, PruningData data, PruningOptions options,
    SensitivityOptions sensitivity)
{
    public SensitivityReport Measure(IProgress<SensitivityProgress>? progress, CancellationToken cancellation)
    {
        var scorer = sensitivity.Scorer ?? options.Scorer;
        var scores = Scores(scorer, cancellation);
        var full = FilterMask.Full(graph);
        var metric = new Validation(working, options.Task, data, Ranks.Alone).Metric(working.Own, "the original", cancellation);
        var recalibrated = sensitivity.RecalibrationBatches > 0 ? Metric(full, "the whole model", cancellation) : metric;
        var done = 0;
        List<GroupSensitivity> groups = [];
        foreach (var group in graph.Groups)
        {
            List<SensitivityPoint> points = [];
            foreach (var ratio in sensitivity.Ratios)
            {
                cancellation.ThrowIfCancellationRequested();
                points.Add(Point(group, ratio));
                progress?.Report(new(group.Name, ratio, ++done, graph.Groups.Count * sensitivity.Ratios.Count));
            }
            groups.Add(new GroupSensitivity(group.Name, group.Filters, points));

            SensitivityPoint Point(FilterGroup of, double ratio)
            {
                var removed = Math.Min(of.Filters - 1, (int)Math.Round(ratio * of.Filters, MidpointRounding.AwayFromZero));
                if (points.LastOrDefault() is { } last && last.FiltersRemoved == removed) return last with { Ratio = ratio };
                var value = removed == 0
                    ? recalibrated
                    : Metric(Without(of, removed, scores), $"the model without {removed} filters of '{of.Name}'", cancellation);
                var loss = options.Task.Metric.HigherIsBetter ? recalibrated - value : value - recalibrated;
                return new SensitivityPoint(ratio, removed, value, loss);
            }
        }
        return new SensitivityReport(graph, groups)
        {
            Model = working.Module.GetType().Name,
            MetricName = options.Task.Metric.Name,
            HigherIsBetter = options.Task.Metric.HigherIsBetter,
            Metric = metric,
            RecalibratedMetric = recalibrated,
            Scorer = InvariantText.Of(() => scorer.ToString() ?? scorer.GetType().Name),
        };
    }

    private static FilterMask Without(FilterGroup group, int removed, FilterScores scores) => FilterMask.Of(
        scores.Graph,
        scores.Graph.Groups.Select(g => StrongestFilters.Of(scores, g, scores.Allowed, g == group ? g.Filters - removed : g.Filters)));

    /// <summary>What a run would begin with.</summary>
    private FilterScores Scores(ISaliencyScorer scorer, CancellationToken cancellation)
    {
        using var session = new PruningSession(working, lease: null, graph, exampleInputs, options with
        {
            // A session that only scores; its level is never cut.
            Chain = TeacherChain.Explicit(1e-6),
            Pruner = Pruner.PerLayer(minimumFilters: 1),
            Limits = [],
            Distillation = new() { Weight = 0 },
            Scorer = scorer,
        });
        foreach (var batch in data.ReadTrain(epoch: 0).Take(options.Training.Joint.ScoringBatches))
        {
            cancellation.ThrowIfCancellationRequested();
            batch.Use(() =>
            {
                session.ScoreOriginal(batch.Batch);
                return true;
            });
        }
        return session.Student.Scores.Read(FilterMask.Full(graph));
    }

    private double Metric(FilterMask mask, string whose, CancellationToken cancellation)
    {
        using var cut =
            CutLevel.From(whose, working, Enumerable.Range(0, working.Tensors.Count).Select(working.Own.Dense).ToArray(), mask);
        if (sensitivity.RecalibrationBatches > 0)
        {
            var batches = data.ReadTrain(epoch: 0).Take(sensitivity.RecalibrationBatches);
            NativeMessage.Within(() => "Running statistics cannot be estimated on the batches", () =>
            {
                Recalibration.Run(working, cut.Weights, batches.Select(batch =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    return batch.Batch.Inputs;
                }));
                return true;
            });
        }
        return new Validation(working, options.Task, data, Ranks.Alone).Metric(cut.Weights, whose, cancellation);
    }
}
