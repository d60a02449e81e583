using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The run from its first step to the report: joint phase, fine-tuning, removal.</summary>
internal sealed class PruningRun(
    nn.Module<Tensor, Tensor> model, FilterGraph graph, Tensor exampleInput, PruningData data, PruningOptions options,
    IProgress<PruningProgress>? progress, ILogger? logger)
{
    public PruningResult Run(CancellationToken cancellation)
    {
        using var session = new PruningSession(model, graph, exampleInput, options);
        var evaluator = new Evaluator(session.Working, options.Task);
        var originalMetric = evaluator.Metric(session.Working.Own, data.ReadValidation());
        Log.Started(logger, graph.Groups.Count, graph.Filters, options.Chain);
        Log.Locks(logger, graph);

        var joint = new JointPhase(session, data, options.Training, progress, logger);
        var losses = joint.Run(cancellation);

        List<CutLevel> levels = [];
        try
        {
            levels.AddRange(session.Levels.Select(session.Cut));
            var metrics = levels.Select(l => evaluator.Metric(l.Weights, data.ReadValidation())).ToArray();
            Log.JointPhaseDone(logger, metrics[0], options.Task.MetricName);

            var (student, studentMetric) = FineTune(session.Working, levels, metrics, originalMetric, cancellation);
            levels.Insert(0, student);
            RequireFiniteOutput(session.Working, student, losses[0]);
            Log.FineTuned(logger, studentMetric, options.Task.MetricName);

            var report = Report(session.Working, levels, [studentMetric, .. metrics], originalMetric, joint.Agreement);
            cancellation.ThrowIfCancellationRequested();
            // The model gets a copy of its own, so that training it further leaves the result's student alone.
            using (var own = student.Copy()) session.Finish(own);
            levels[1].Dispose();
            levels.RemoveAt(1);
            return new PruningResult(graph, report, levels, session.Working.Tensors);
        }
        catch
        {
            foreach (var level in levels) level.Dispose();
            throw;
        }
    }

    private (CutLevel Student, double Metric) FineTune(
        WorkingModel working, List<CutLevel> levels, double[] metrics, double originalMetric, CancellationToken cancellation)
    {
        var ladder = new TeacherLadder(
            [.. levels.Zip(metrics).Skip(1).Select(l => (l.First.Name, l.First.Weights, l.Second)), ("original", working.Own, originalMetric)], options.Task);
        using var trained = levels[0].Copy();
        return new FineTunePhase(working, data, options, ladder, progress).Run(trained, cancellation);
    }

    /// <summary>Weights that are finite can still be too large to compute with.</summary>
    private void RequireFiniteOutput(WorkingModel working, CutLevel student, LevelLoss lastLoss)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        if (working.Evaluate(student.Weights, () => model.call(exampleInput)).isfinite().all().ToBoolean()) return;
        throw new TrainingDivergedException(lastLoss, "the student's output is not finite");
    }

    /// <summary>The report's lines; <paramref name="levels"/> begins with the fine-tuned student, then as it was before, then the assistants.</summary>
    private PruningReport Report(WorkingModel working, List<CutLevel> levels, double[] metrics, double originalMetric, AgreementAverage agreement)
    {
        IModelWeights[] measured = [working.Own, .. levels.AsEnumerable().Reverse().Select(l => l.Weights)];
        var latencies = LatencyMeter.Measure(working, measured, exampleInput, options.Clock);
        List<LevelReport> lines = [Line("original", FilterMask.Full(graph), originalMetric, latencies[0])];
        for (var i = levels.Count - 1; i >= 0; i--)
        {
            var name = i == 1 ? $"{levels[i].Name}, joint phase" : levels[i].Name;
            lines.Add(Line(name, levels[i].Mask, metrics[i], latencies[levels.Count - i]) with { Agreement = agreement.Of(levels[i].Name) });
        }
        return new PruningReport(options.Task.MetricName, options.Chain, lines, graph.Locks);
    }

    private LevelReport Line(string name, FilterMask mask, double metric, Latency latency) =>
        new(name, mask.Kept, graph.Filters, graph.Cost.Parameters(mask), graph.Cost.MultiplyAdds(mask), metric, latency);
}
