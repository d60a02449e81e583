using HierKD;
using HierKD.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Cifar10Sample;

/// <summary>CIFAR-10 in three parts: the first training images, validation images from the end of the training set, test images.</summary>
internal sealed class Images : IDisposable
{
    private const int TrainingSet = 50_000;
    private const int EvaluationBatch = 500;

    private readonly Cifar10 _train;
    private readonly Tensor _validationX, _validationY, _testX, _testY;
    private readonly int _batchSize;

    private Images(PruningSettings settings, Device device)
    {
        if (settings.TrainImages + settings.ValidationImages > TrainingSet)
        {
            throw new ArgumentException(
                $"--train-images and --validation-images are {settings.TrainImages} and {settings.ValidationImages}; together they must " +
                $"be at most {TrainingSet}.");
        }
        _batchSize = settings.BatchSize;
        using var all = Cifar10.Train(settings.Images);
        if (all.Count != TrainingSet)
        {
            throw new InvalidDataException($"'{settings.Images}' holds {all.Count} training images; CIFAR-10 has {TrainingSet}.");
        }
        using (var first = all.Slice(0, settings.TrainImages)) _train = first.To(device);
        using (var last = all.Slice(TrainingSet - settings.ValidationImages, settings.ValidationImages)) (_validationX, _validationY) =
            Prepared(last, device);
        using (var test = Cifar10.Test(settings.Images, settings.TestImages)) (_testX, _testY) = Prepared(test, device);
        ExampleInput = _validationX.narrow(0, 0, Math.Min(64, settings.ValidationImages)).clone();
    }

    /// <summary>Batches for validation, in order.</summary>
    public TensorBatches Validation => new(_validationX, _validationY, EvaluationBatch);

    /// <summary>Batches for testing, in order.</summary>
    public TensorBatches Test => new(_testX, _testY, EvaluationBatch);

    /// <summary>A batch with which latency is measured.</summary>
    public Tensor ExampleInput { get; }

    /// <summary>The number of test images.</summary>
    public int TestCount => (int)_testY.shape[0];

    public static Images Load(PruningSettings settings, Device device) => new(settings, device);

    /// <summary>Batches for training: shuffled, cropped and mirrored anew in every epoch.</summary>
    public AugmentedBatches Train(int seed) => _train.Augmented(_batchSize, seed);

    public void Dispose()
    {
        _train.Dispose();
        foreach (var tensor in (Tensor[])[_validationX, _validationY, _testX, _testY, ExampleInput]) tensor.Dispose();
    }

    private static (Tensor x, Tensor y) Prepared(Cifar10 part, Device device)
    {
        using var onDevice = part.To(device);
        return (onDevice.Normalized(), onDevice.Labels.clone());
    }
}
