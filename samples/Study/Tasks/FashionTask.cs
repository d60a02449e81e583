using HierKD;
using HierKD.Models;
using HierKD.Samples;
using TorchSharp;
using static TorchSharp.torch;

namespace Study.Tasks;

/// <summary>
/// A small VGG on Fashion-MNIST: quickly computed, and with all of the data set ten thousand images to test on, so that small differences
/// show.
/// </summary>
/// <param name="name">The task's name.</param>
/// <param name="files">Where the images are.</param>
/// <param name="images">How many of the original's training images are there to prune it with.</param>
internal sealed class FashionTask(string name, FashionFiles files, int images) : StudyTask
{
    private const int BatchSize = 64;

    public override string Name => name;

    public override string Original => files.Original;

    public override string Title => $"VGG (six convolutions) on {images:N0} images of Fashion-MNIST";

    public override int OriginalEpochs => 15;

    /// <summary>
    /// At the images' full resolution, the first layer's filters and what reads them are most of what a small student computes.
    /// </summary>
    public override DiscoveryOptions Discovery { get; } = new() { PruneFirstLayer = true };

    public override nn.Module<Tensor, Tensor> Make() => VggBn.FashionMnist();

    public override StudyData Load(StudySettings settings, Device device)
    {
        using var scope = NewDisposeScope();
        var folder = files.Folder(settings);
        var (x, y) = On(FashionMnistFiles.Read(folder, "train"), device);
        var (testX, testY) = On(FashionMnistFiles.Read(folder, "t10k"), device);
        var order = Enumerable.Range(0, (int)y.shape[0]).Select(i => (long)i).ToArray();
        new Random(0).Shuffle(order);
        var count = settings.TrainImages ?? images;
        var (validationX, validationY) = FashionMnistFiles.Pick(x, y, order[..(order.Length / 10)]);
        var (wholeX, wholeY) = FashionMnistFiles.Pick(x, y, order[(order.Length / 10)..][..(settings.TrainImages ?? files.TrainingImages)]);
        var (trainX, trainY) = (wholeX.narrow(0, 0, count), wholeY.narrow(0, 0, count));
        foreach (var tensor in (Tensor[])[wholeX, wholeY, trainX, trainY, validationX, validationY, testX, testY])
        {
            tensor.DetachFromDisposeScope();
        }
        return new StudyData(
            seed => new TensorBatches(trainX, trainY, BatchSize, shuffleSeed: seed),
            seed => new TensorBatches(wholeX, wholeY, BatchSize, shuffleSeed: seed), count, validationX, validationY, testX, testY, trainX,
            trainY, wholeX, wholeY);
    }

    public override void TrainOriginal(
        nn.Module<Tensor, Tensor> model, StudyData data, int seed, StudySettings settings, TrainingFiles files, ProgressView progress) =>
        Teacher.TrainResumably(
            model, data.Whole(seed), data.Validation, settings.OriginalEpochs ?? OriginalEpochs, learningRate: 0.05, progress, files);

    private static (Tensor x, Tensor y) On((Tensor x, Tensor y) part, Device device) => (part.x.to(device), part.y.to(device));
}
