using HierKD.Samples;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Recipes;

/// <summary>Trains an original from scratch: nothing here knows of pruning.</summary>
internal static class Baseline
{
    public static void Train(
        nn.Module<Tensor, Tensor> model, IRecipeData data, BaselineSchedule schedule, int epochs, int batchSize, ProgressView progress,
        CancellationToken cancellation)
    {
        using var optimizer =
            optim.SGD(model.parameters(), schedule.LearningRate, momentum: 0.9, weight_decay: schedule.WeightDecay, nesterov: true);
        var batches = data.Train(batchSize);
        var steps = (data.Counts.Train + batchSize - 1) / batchSize;
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var group in optimizer.ParamGroups) group.LearningRate = schedule.At(epoch, epochs);
            model.train();
            var step = 0;
            foreach (var (x, y) in batches.Epoch(epoch))
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                nn.functional.cross_entropy(model.call(x), y).backward();
                optimizer.step();
                progress.Step("original", epoch + 1, epochs, ++step, steps);
            }
            progress.EndEpoch("original", epoch + 1, epochs, $"validation {100 * Answers.Of(model, data.Validation).Accuracy:0.0} %");
        }
        model.eval();
    }
}
