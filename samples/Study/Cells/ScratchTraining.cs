using HierKD;
using HierKD.Samples;
using Study.Arms;
using Study.Grids;
using Study.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace Study.Cells;

/// <summary>
/// Trains the widths of a pruned student from new weights, taught by the original, with the loss, the optimizer and the budget of the other
/// arms; the best epoch on the validation images counts.
/// </summary>
internal static class ScratchTraining
{
    private static readonly IDistillationLoss Distance = DistillationLoss.SoftTargets();

    public static (IReadOnlyList<LevelResult> Levels, double Spent) Run(
        StudyCell cell, nn.Module<Tensor, Tensor> original, StudyData data, double budget, long whole, Device device)
    {
        using var student = cell.Task.Make().to(device);
        var (filters, multiplyAdds) = Shrink(student, cell, original, data);
        // A step of the student forward and backward, and the original's answer.
        var perEpoch = data.TrainCount * (3.0 * multiplyAdds + whole);
        var epochs = Math.Max(1, (int)Math.Round(budget / perEpoch));
        var best = (Validation: 0.0, Test: 0.0);
        ProgressView.Show(progress => best = Train(student, original, data, cell, epochs, progress));
        return ([new LevelResult(
            "student", filters, student.parameters().Sum(p => p.numel()), multiplyAdds, (double)multiplyAdds / whole, best.Validation,
            best.Test, null)], epochs * perEpoch);
    }

    /// <summary>Gives a new network the widths that the arm's recipe finds for the original.</summary>
    private static (double Filters, long MultiplyAdds) Shrink(
        nn.Module<Tensor, Tensor> student, StudyCell cell, nn.Module<Tensor, Tensor> original, StudyData data)
    {
        using var pruned = cell.Task.Make().to(data.Example.device);
        pruned.load_state_dict(original.state_dict());
        var options = cell.Options(1, 1, cell.Keep);
        options = options with
        {
            Training =
            options.Training with { FineTuning = options.Training.FineTuning with { Epochs = 0 }, MultiplyAddBudget = null }
        };
        using var result = HierarchicalPruner.Run(pruned, new PruningData(data.Train(cell.Seed), data.Validation, data.Example), options);
        var graph = FilterGraph.Discover(student, data.Example, cell.Task.Discovery);
        var mask = FilterMask.Of(graph, result.Graph.Groups.Select(g => result.Mask()[g]));
        FilterRemoval.Apply(student, mask);
        return (1 - mask.Ratio, graph.Cost.MultiplyAdds(mask));
    }

    private static (double Validation, double Test) Train(
        nn.Module<Tensor, Tensor> student, nn.Module<Tensor, Tensor> original, StudyData data, StudyCell cell, int epochs,
        ProgressView progress)
    {
        var batches = data.Train(cell.Seed);
        var steps = new Counted(batches).Count;
        using var optimizer = optim.SGD(
            student.parameters(), cell.Options(1, 1, cell.Keep).Training.LearningRate, momentum: 0.9, weight_decay: 4e-4, nesterov: true);
        var schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs * steps);
        var weight = new DistillationOptions().Weight;
        var best = 0.0;
        Dictionary<string, Tensor> weights = [];
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            student.train();
            foreach (var (x, y) in batches.Epoch(epoch))
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                var output = student.call(x);
                (nn.functional.cross_entropy(output, y) + Distance.Compute(new DistillationStep(output, Ask(original, x), y)) * weight)
                    .backward();
                optimizer.step();
                schedule.step();
            }
            var validation = Answers.Of(student, data.Validation).Accuracy;
            progress.EndEpoch("from scratch", epoch, epochs, $"validation {100 * validation:0.0} %");
            if (weights.Count > 0 && validation <= best) continue;
            best = validation;
            Release(weights);
            weights = Copy(student);
        }
        Write(student, weights);
        Release(weights);
        return (best, Answers.Of(student, data.Test).Accuracy);
    }

    private static Dictionary<string, Tensor> Copy(nn.Module model)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        return model.state_dict().ToDictionary(t => t.Key, t => t.Value.clone().DetachFromDisposeScope());
    }

    private static void Write(nn.Module model, Dictionary<string, Tensor> weights)
    {
        using var quiet = no_grad();
        foreach (var (name, tensor) in model.state_dict()) tensor.copy_(weights[name]);
    }

    private static void Release(Dictionary<string, Tensor> weights)
    {
        foreach (var tensor in weights.Values) tensor.Dispose();
    }

    private static Tensor Ask(nn.Module<Tensor, Tensor> original, Tensor x)
    {
        using var quiet = no_grad();
        return original.call(x);
    }
}
