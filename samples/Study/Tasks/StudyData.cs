using HierKD;
using TorchSharp;
using static TorchSharp.torch;

namespace Study.Tasks;

/// <summary>
/// Training, validation and test images. Everything is decided on the validation images, a tenth of the training set, the same in every
/// run; the test images are read once, for finished networks.
/// </summary>
internal sealed class StudyData(
    Func<int, IEpochBatches> train, Func<int, IEpochBatches> whole, int trainCount, Tensor validationX, Tensor validationY, Tensor testX,
    Tensor testY, params IDisposable[] owned) : IDisposable
{
    private const int EvaluationBatch = 500;

    public int TrainCount => trainCount;

    public TensorBatches Validation => new(validationX, validationY, EvaluationBatch);

    public TensorBatches Test => new(testX, testY, EvaluationBatch);

    /// <summary>For discovery and latency.</summary>
    public Tensor Example { get; } = First(validationX);

    /// <summary>Training batches of a run.</summary>
    public IEpochBatches Train(int seed) => train(seed);

    /// <summary>All training images that there are, for the original.</summary>
    public IEpochBatches Whole(int seed) => whole(seed);

    private static Tensor First(Tensor images)
    {
        using var scope = NewDisposeScope();
        return images.narrow(0, 0, 32).clone().DetachFromDisposeScope();
    }

    public void Dispose()
    {
        Example.Dispose();
        foreach (var tensor in (Tensor[])[validationX, validationY, testX, testY]) tensor.Dispose();
        foreach (var other in owned) other.Dispose();
    }
}
