using HierKD.Models;
using static TorchSharp.torch;

namespace HierKD.Recipes;

/// <summary>
/// A CIFAR set in three parts: training images, validation images from the end of the training set (its order is random already), test
/// images. Training images are padded, cut out and mirrored at random.
/// </summary>
internal sealed class CifarData : IRecipeData
{
    private const int EvaluationBatch = 500;
    private const int LatencyBatch = 64;

    private readonly CifarImages _train;
    private readonly Tensor _validationX, _validationY, _testX, _testY;
    private readonly int _seed;

    private CifarData(CifarImages all, CifarImages test, int classes, DataRequest request)
    {
        var held = Math.Clamp((int)Math.Round(request.HeldOut * all.Count), 1, all.Count - 1);
        (Classes, _seed) = (classes, request.Seed);
        using (var first = all.Slice(0, all.Count - held)) _train = first.To(request.Device);
        using (var last = all.Slice(all.Count - held, held)) (_validationX, _validationY) = Prepared(last, request.Device);
        (_testX, _testY) = Prepared(test, request.Device);
        ExampleInput = _validationX.narrow(0, 0, Math.Min(LatencyBatch, held)).clone();
    }

    public int Classes { get; }

    public (int Train, int Validation, int Test) Counts => (_train.Count, (int)_validationY.shape[0], (int)_testY.shape[0]);

    public IEnumerable<PruningBatch> Validation => new TensorBatches(_validationX, _validationY, EvaluationBatch);

    public IEnumerable<PruningBatch> Test => new TensorBatches(_testX, _testY, EvaluationBatch);

    public Tensor ExampleInput { get; }

    public static CifarData Ten(DataRequest request)
    {
        using var train = Cifar10.Train(request.Folder);
        using var test = Cifar10.Test(request.Folder);
        return new CifarData(train, test, Cifar10.Classes, request);
    }

    public static CifarData Hundred(DataRequest request)
    {
        using var train = Cifar100.Train(request.Folder);
        using var test = Cifar100.Test(request.Folder);
        return new CifarData(train, test, Cifar100.Classes, request);
    }

    public IEpochBatches Train(int batchSize) => _train.Augmented(batchSize, _seed);

    public void Dispose()
    {
        _train.Dispose();
        foreach (var tensor in (Tensor[])[_validationX, _validationY, _testX, _testY, ExampleInput]) tensor.Dispose();
    }

    private static (Tensor x, Tensor y) Prepared(CifarImages part, Device device)
    {
        using var onDevice = part.To(device);
        return (onDevice.Normalized(), onDevice.Labels.clone());
    }
}
