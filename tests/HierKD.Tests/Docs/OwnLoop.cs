using HierKD;
using TorchSharp;
using static TorchSharp.torch;

namespace Readme;

/// <summary>The loop of docs/your-own-loop.md, in a method so that a test can run it.</summary>
internal static class OwnLoop
{
    public static (FilterMask Mask, PruningReport Report) Run(
        nn.Module<Tensor, Tensor> model, Tensor exampleInput, TensorBatches train, TensorBatches validation, int epochs)
    {
        #region loop
        using var session = HierarchicalPruner.Start(model, exampleInput, new() { Chain = TeacherChain.Default(studentRatio: 0.6) });
        using var optimizer = torch.optim.SGD(session.Parameters(), learningRate: 0.02, momentum: 0.9, weight_decay: 4e-4, nesterov: true);
        session.RequireTrains(optimizer);                                        // refuses one that was made on model.parameters()

        foreach (var (x, y) in train.Take(20)) session.ScoreOriginal(x, y);      // first scores, from the original's gradients

        var shrinking = RatioSchedule.Cubic(reachedAt: 0.5);
        var (step, steps) = (0, epochs * train.Count);
        var history = new List<EpochReport>();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var (x, y) in train)
            {
                using var scope = torch.NewDisposeScope();
                var progress = (double)step / steps;
                if (step++ % 10 == 0 && progress <= 0.75) session.UpdateMasks(shrinking.At(1, progress));
                session.ZeroGrad();
                IReadOnlyList<LevelLoss> losses = session.Backward(x, y);        // every level, forward and backward
                optimizer.step();
            }
            var metric = session.Evaluate(session.Student, validation);
            Console.WriteLine($"epoch {epoch + 1}: student {metric:0.000}");
            history.Add(new EpochReport(PruningPhase.Joint, epoch + 1, [new LevelMetric("student", metric)]));
        }

        var report = PruningReport.Of(session, exampleInput, validation, new() { History = history });
        report.SaveHtml("report.html");

        FilterMask mask = session.Finish(session.Student);                       // the model is the student now
        SlimModel.Save("mynet-small.hierkd", model, mask);
        #endregion
        return (mask, report);
    }

    public static int Resume(PruningSession session, TorchSharp.Modules.OptimizerHelper optimizer, int epoch)
    {
        #region checkpoint
        // After each epoch:
        SessionCheckpoint.Save("loop.checkpoint", session, optimizer, new Dictionary<string, string> { ["epoch"] = $"{epoch}" });

        // At the start, on the same model and with the same options, in place of the first scores:
        var notes = SessionCheckpoint.Restore("loop.checkpoint", session, optimizer);
        var epochsDone = int.Parse(notes["epoch"]);
        #endregion
        return epochsDone;
    }

    public static PruningReport FineTune(
        nn.Module<Tensor, Tensor> model, FilterMask mask, PruningReport report, TensorBatches train, TensorBatches validation)
    {
        #region after
        using var fineTuning = torch.optim.SGD(model.parameters(), learningRate: 0.01, momentum: 0.9);   // a new one: the tensors are new
        model.train();
        foreach (var (x, y) in train)
        {
            using var scope = torch.NewDisposeScope();
            fineTuning.zero_grad();
            torch.nn.functional.cross_entropy(model.call(x), y).backward();
            fineTuning.step();
        }
        SlimModel.Save("mynet-small.hierkd", model, mask);

        var metric = PruningTask.Classification().Measure(model, validation);
        report = report.WithFineTunedStudent(metric);                        // the same report, with a line for the student as it is now
        report.SaveHtml("report.html");
        #endregion
        return report;
    }
}
