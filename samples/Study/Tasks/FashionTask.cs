using HierKD;
using HierKD.Models;
using HierKD.Samples;
using QuickStart;
using TorchSharp;
using static TorchSharp.torch;

namespace Study.Tasks;

/// <summary>A small VGG on the Fashion-MNIST images that come with the project: 9,000 to train on, 1,000 for validation, 2,000 to test. Little data, quickly computed.</summary>
internal sealed class FashionTask : StudyTask
{
    private const int BatchSize = 64;

    public override string Name => "fashion";

    public override string Title => "VGG (six convolutions) on 9,000 images of Fashion-MNIST";

    public override int OriginalEpochs => 15;

    public override nn.Module<Tensor, Tensor> Make() => VggBn.FashionMnist();

    public override StudyData Load(StudySettings settings, Device device)
    {
        using var scope = NewDisposeScope();
        var folder = Path.Combine(AppContext.BaseDirectory, "data", "fashion-mnist");
        var (x, y) = Read(folder, "train", device);
        var (testX, testY) = Read(folder, "t10k", device);
        var order = Enumerable.Range(0, (int)y.shape[0]).Select(i => (long)i).ToArray();
        new Random(0).Shuffle(order);
        var count = settings.TrainImages ?? order.Length - order.Length / 10;
        var (validationX, validationY) = Pick(x, y, order[..(order.Length / 10)]);
        var (trainX, trainY) = Pick(x, y, order[(order.Length / 10)..][..count]);
        foreach (var tensor in (Tensor[])[trainX, trainY, validationX, validationY, testX, testY]) tensor.DetachFromDisposeScope();
        IEpochBatches Train(int seed) => new TensorBatches(trainX, trainY, BatchSize, shuffleSeed: seed);
        return new StudyData(Train, () => Train(0), count, validationX, validationY, testX, testY, trainX, trainY);
    }

    public override void TrainOriginal(nn.Module<Tensor, Tensor> model, StudyData data, int seed, StudySettings settings, ProgressView progress) =>
        Teacher.Train(model, new Counted(data.Train(seed)), data.Validation, settings.OriginalEpochs ?? OriginalEpochs, learningRate: 0.05, progress);

    private static (Tensor, Tensor) Read(string folder, string part, Device device)
    {
        var images = IdxFile.Read(folder, $"{part}-images-idx3-ubyte");
        var labels = IdxFile.Read(folder, $"{part}-labels-idx1-ubyte");
        return (tensor(images.Values).reshape(images.Shape[0], 1, 28, 28).to(float32).div(255).sub(0.2860).div(0.3530).to(device), tensor(labels.Values).to(int64).to(device));
    }

    private static (Tensor, Tensor) Pick(Tensor x, Tensor y, long[] indices)
    {
        var index = tensor(indices, device: x.device);
        return (x.index_select(0, index), y.index_select(0, index));
    }
}
