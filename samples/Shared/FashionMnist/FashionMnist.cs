using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Samples;

/// <summary>
/// Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017): 28x28 grey images of clothes in ten classes, with a validation split drawn from the
/// training set.
/// </summary>
internal sealed class FashionMnist : IDisposable
{
    private const int BatchSize = 128;
    private const double ValidationShare = 0.1;

    private readonly Tensor _trainX, _trainY, _validationX, _validationY, _testX, _testY;

    private FashionMnist(string folder, int seed, Device device)
    {
        using var scope = NewDisposeScope();
        var (x, y) = FashionMnistFiles.Read(folder, "train");
        var order = Enumerable.Range(0, (int)y.shape[0]).Select(i => (long)i).ToArray();
        new Random(seed).Shuffle(order);
        var held = (int)Math.Round(ValidationShare * order.Length);
        (_validationX, _validationY) = Keep(FashionMnistFiles.Pick(x, y, order[..held]), device);
        (_trainX, _trainY) = Keep(FashionMnistFiles.Pick(x, y, order[held..]), device);
        (_testX, _testY) = Keep(FashionMnistFiles.Read(folder, "t10k"), device);
        ExampleInput = FashionMnistFiles.Pick(x, y, order[..64]).x.to(device).DetachFromDisposeScope();
    }

    /// <summary>The folder with the part of the data set that comes with the samples.</summary>
    public static string Bundled => Path.Combine(AppContext.BaseDirectory, "data", "fashion-mnist");

    /// <summary>Batches for testing, in order.</summary>
    public TensorBatches Test => new(_testX, _testY, batchSize: 500);

    /// <summary>Batches for validation, in order.</summary>
    public TensorBatches Validation => new(_validationX, _validationY, batchSize: 500);

    /// <summary>A batch of 64 images, with which latency is measured.</summary>
    public Tensor ExampleInput { get; }

    /// <summary>The sizes of the three parts.</summary>
    public string Sizes => $"{_trainY.shape[0]} training, {_validationY.shape[0]} validation and {_testY.shape[0]} test images";

    /// <summary>Reads the four files in <paramref name="folder"/> and splits the training set by <paramref name="seed"/>.</summary>
    public static FashionMnist Load(string folder, int seed, Device device) => new(folder, seed, device);

    /// <summary>Batches for training, shuffled anew in every epoch.</summary>
    public TensorBatches Train(int seed) => new(_trainX, _trainY, BatchSize, shuffleSeed: seed);

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[_trainX, _trainY, _validationX, _validationY, _testX, _testY, ExampleInput]) tensor.Dispose();
    }

    private static (Tensor x, Tensor y) Keep((Tensor x, Tensor y) part, Device device) =>
        (part.x.to(device).DetachFromDisposeScope(), part.y.to(device).DetachFromDisposeScope());
}
