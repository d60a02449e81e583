using HierKD;
using Study.Grids;
using Study.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace Study.Ideas;

/// <summary>
/// Widths that a joint network chooses (Yu and Huang, AutoSlim, 2019): the whole network is trained together with sub-networks of widths
/// that are drawn in every step, then loses, step by step, some of that layer's filters which costs it least on validation images, its
/// statistics recalibrated each time. The run prunes the original to these widths.
/// </summary>
internal sealed class GreedyWidths : IPreparation
{
    private const double Share = 1.0 / 3;
    private const double Step = 0.15;
    private const int Calibration = 4;
    private const int Evaluation = 1;

    public (PruningOptions Options, double Spent) Prepare(
        StudyCell cell, nn.Module<Tensor, Tensor> model, StudyData data, PruningOptions options, string work)
    {
        var pruner = new DrawnWidths(cell.Seed);
        // The student's widths are drawn between nothing and its size, another level's up to the whole.
        var joint = options with
        {
            Chain = TeacherChain.Explicit(0.9, 0.5, 0),
            Pruner = pruner,
            NestedMasks = false,
            Execution = LevelExecution.Slim,
            Distillation = new() { Teacher = LevelTeacher.Mean },
        };
        using var session = HierarchicalPruner.Start(model, data.Example, joint);
        Train(session, data, cell, options.Training.MultiplyAddBudget!.Value * Share);
        pruner.Kept = null;
        var widths = Search(session, pruner, data, cell.Keep);
        var spent = (double)session.MultiplyAdds;
        return (options with
        {
            Pruner = new GivenWidths(widths),
            Training = options.Training with { MultiplyAddBudget = options.Training.MultiplyAddBudget - spent },
        }, spent);
    }

    private static void Train(PruningSession session, StudyData data, StudyCell cell, double budget)
    {
        using var optimizer = optim.SGD(session.Parameters(), 0.02, momentum: 0.9, weight_decay: 4e-4, nesterov: true);
        var source = data.Train(cell.Seed);
        foreach (var (x, y) in source.Epoch(0).Take(20)) session.ScoreOriginal(x, y);
        for (var epoch = 1; session.MultiplyAdds < budget; epoch++)
        {
            foreach (var (x, y) in source.Epoch(epoch))
            {
                if (session.MultiplyAdds >= budget) return;
                session.UpdateMasks();
                session.ZeroGrad();
                session.Backward(x, y);
                optimizer.step();
            }
        }
    }

    /// <summary>The filters that each group keeps.</summary>
    private static int[] Search(PruningSession session, DrawnWidths pruner, StudyData data, double keep)
    {
        var graph = session.Graph;
        var widths = graph.Groups.Select(group => group.Filters).ToArray();
        var whole = (double)graph.Cost.MultiplyAdds(FilterMask.Full(graph));
        var calibration = data.Train(0).Epoch(0).Take(Calibration).Select(b => (x: b.Input.clone(), y: b.Target.clone())).ToArray();
        var evaluation = data.Validation.Take(Evaluation).Select(b => (x: b.Input.clone(), y: b.Target.clone())).ToArray();
        try
        {
            while (Cost(widths) > keep * whole) widths = Next(widths);
        }
        finally
        {
            foreach (var (x, y) in calibration.Concat(evaluation))
            {
                x.Dispose();
                y.Dispose();
            }
        }
        return widths;

        long Cost(int[] some)
        {
            pruner.Kept = some;
            session.UpdateMasks();
            return graph.Cost.MultiplyAdds(session.Student.Mask);
        }

        int[] Next(int[] now)
        {
            var before = Cost(now);
            return Enumerable.Range(0, now.Length).Where(i => now[i] > 2).Select(i =>
            {
                var less = now.ToArray();
                less[i] = Math.Max(2, less[i] - Math.Max(1, (int)(Step * graph.Groups[i].Filters)));
                var saved = before - Cost(less);
                session.Recalibrate(session.Student, calibration);
                return (Widths: less, Loss: (1 - session.Evaluate(session.Student, evaluation)) / saved, saved);
            }).Where(c => c.saved > 0).MinBy(c => c.Loss).Widths;
        }
    }
}
