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
        var (x, y) = On(FashionMnistFiles.Read(folder, "train"), device);
        var (testX, testY) = On(FashionMnistFiles.Read(folder, "t10k"), device);
        var order = Enumerable.Range(0, (int)y.shape[0]).Select(i => (long)i).ToArray();
        new Random(0).Shuffle(order);
        var count = settings.TrainImages ?? order.Length - order.Length / 10;
        var (validationX, validationY) = FashionMnistFiles.Pick(x, y, order[..(order.Length / 10)]);
        var (trainX, trainY) = FashionMnistFiles.Pick(x, y, order[(order.Length / 10)..][..count]);
        foreach (var tensor in (Tensor[])[trainX, trainY, validationX, validationY, testX, testY]) tensor.DetachFromDisposeScope();
        IEpochBatches Train(int seed) => new TensorBatches(trainX, trainY, BatchSize, shuffleSeed: seed);
        return new StudyData(Train, () => Train(0), count, validationX, validationY, testX, testY, trainX, trainY);
    }

    public override void TrainOriginal(nn.Module<Tensor, Tensor> model, StudyData data, int seed, StudySettings settings, ProgressView progress) =>
        Teacher.Train(model, new Counted(data.Train(seed)), data.Validation, settings.OriginalEpochs ?? OriginalEpochs, learningRate: 0.05, progress);

    private static (Tensor x, Tensor y) On((Tensor x, Tensor y) part, Device device) => (part.x.to(device), part.y.to(device));
}
