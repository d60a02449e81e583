using HierKD;
using HierKD.Models.SeveralTensors;
using HierKD.Samples;
using TorchSharp;
using static TorchSharp.torch;

namespace ImagePairs;

/// <summary>Trains the network that is to be made small, in the ordinary way: nothing here knows of pruning.</summary>
internal static class PairTraining
{
    private const double LearningRate = 0.05;

    public static void Run(
        SiameseNet model, PairBatches train, PairBatches validation, PruningTask task, int epochs, ProgressView progress,
        CancellationToken cancellation)
    {
        using var optimizer = optim.SGD(model.parameters(), LearningRate, momentum: 0.9, weight_decay: 4e-4, nesterov: true);
        var schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs * train.Count);
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            model.train();
            var step = 0;
            foreach (var batch in train)
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                var same = model.call(batch.Inputs[0], batch.Inputs[1]);
                nn.functional.binary_cross_entropy_with_logits(same, batch.Target).backward();
                optimizer.step();
                schedule.step();
                progress.Step("original", epoch, epochs, ++step, train.Count);
            }
            progress.EndEpoch("original", epoch, epochs, $"validation AP {100 * task.Measure(model, validation):0.0}");
        }
        model.eval();
    }
}
