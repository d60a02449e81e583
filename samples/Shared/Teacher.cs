using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Samples;

/// <summary>Trains the network that is to be made small, in the ordinary way: nothing here knows of pruning.</summary>
internal static class Teacher
{
    /// <summary>Trains it once: a run that is started again finds it in a file.</summary>
    /// <param name="model">Gets the weights.</param>
    /// <param name="file">The safetensors file; its name should tell what the training depends on. Nothing is kept if it is
    /// <see langword="null"/>.</param>
    /// <param name="train">Trains the model.</param>
    public static void TrainOnce(nn.Module<Tensor, Tensor> model, string? file, Action<ProgressView> train)
    {
        if (file is not null && File.Exists(file)) SafetensorsWeights.Load(model, file);
        else
        {
            ProgressView.Show(train);
            if (file is not null) SafetensorsWeights.Save(model, file);
        }
        model.eval();
    }

    /// <summary>SGD with Nesterov momentum, the learning rate falling to 0 along a half cosine.</summary>
    public static void Train(
        nn.Module<Tensor, Tensor> model, IReadOnlyCollection<(Tensor x, Tensor y)> train, IEnumerable<(Tensor x, Tensor y)> validation,
        int epochs, double learningRate, ProgressView progress, CancellationToken cancellation = default)
    {
        using var optimizer = optim.SGD(model.parameters(), learningRate, momentum: 0.9, weight_decay: 4e-4, nesterov: true);
        var schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs * train.Count);
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            model.train();
            var step = 0;
            foreach (var (x, y) in train)
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                nn.functional.cross_entropy(model.call(x), y).backward();
                optimizer.step();
                schedule.step();
                progress.Step("original", epoch, epochs, ++step, train.Count);
            }
            progress.EndEpoch("original", epoch, epochs, $"validation {100 * Answers.Of(model, validation).Accuracy:0.0} %");
        }
        model.eval();
    }
}
