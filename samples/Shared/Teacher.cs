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
        nn.Module<Tensor, Tensor> model, IReadOnlyCollection<PruningBatch> train, IEnumerable<PruningBatch> validation,
        int epochs, double learningRate, ProgressView progress, CancellationToken cancellation = default)
    {
        using var optimizer = optim.SGD(model.parameters(), learningRate, momentum: 0.9, weight_decay: 4e-4, nesterov: true);
        var schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs * train.Count);
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            Epoch(model, train, train.Count, optimizer, _ => schedule.step(), (epoch, epochs), progress, cancellation);
            progress.EndEpoch("original", epoch, epochs, $"validation {100 * Answers.Of(model, validation).Accuracy:0.0} %");
        }
        model.eval();
    }

    /// <summary>
    /// The same for hours of training, on epochs that have numbers: what is done is kept beside the file of the result after every epoch.
    /// </summary>
    public static void TrainResumably(
        nn.Module<Tensor, Tensor> model, IEpochBatches train, IEnumerable<PruningBatch> validation, int epochs, double learningRate,
        ProgressView progress, TrainingFiles files)
    {
        var steps = ((IReadOnlyCollection<PruningBatch>)train).Count;
        using var optimizer = optim.SGD(model.parameters(), learningRate, momentum: 0.9, weight_decay: 4e-4, nesterov: true);
        for (var epoch = files.Restore(model, optimizer) + 1; epoch <= epochs; epoch++)
        {
            var done = (epoch - 1) * steps;
            Epoch(model, train.Epoch(epoch - 1), steps, optimizer, step => SetRate(done + step), (epoch, epochs), progress, default);
            files.Save(model, optimizer, epoch);
            progress.EndEpoch("original", epoch, epochs, $"validation {100 * Answers.Of(model, validation).Accuracy:0.0} %");
        }
        model.eval();

        void SetRate(int step)
        {
            var rate = learningRate * (1 + Math.Cos(Math.PI * step / (epochs * steps))) / 2;
            foreach (var group in optimizer.ParamGroups) group.LearningRate = rate;
        }
    }

    private static void Epoch(
        nn.Module<Tensor, Tensor> model, IEnumerable<PruningBatch> train, int steps, optim.Optimizer optimizer,
        Action<int> afterStep, (int Number, int Of) epoch, ProgressView progress, CancellationToken cancellation)
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
            afterStep(++step);
            progress.Step("original", epoch.Number, epoch.Of, step, steps);
        }
    }
}
