using HierKD;
using HierKD.Models;
using HierKD.Samples;
using TorchSharp;
using static TorchSharp.torch;

namespace Study.Tasks;

/// <summary>
/// A network on CIFAR-10. Published weights (github akamaster/pytorch_resnet_cifar10) are first trained on, on all 45,000 training
/// images, since they may never have seen such pixels (copies of CIFAR-10 that were saved as JPEG differ from the original): that network
/// is the original, the teacher and the baseline.
/// </summary>
/// <param name="name">The task's name.</param>
/// <param name="network">The network.</param>
/// <param name="images">How many images prune it.</param>
/// <param name="measure">What its students' sizes are fractions of.</param>
internal sealed class CifarTask(string name, CifarNetwork network, int images, Measure measure = Measure.MultiplyAdds) : StudyTask
{
    /// <summary>The training images but for the last tenth, which is for validation; the official order is random.</summary>
    public const int TrainingImages = 45_000;

    private const int ValidationImages = 5_000;
    private const int BatchSize = 128;

    public override string Name => name;

    public override string Original => network.Original;

    public override bool OneOriginalPerSeed => false;

    public override Measure Measure => measure;

    public override string Title => $"{network.Title} on {images:N0} images of CIFAR-10";

    public override int OriginalEpochs => network.Epochs;

    public override DiscoveryOptions Discovery => network.Discovery;

    public override nn.Module<Tensor, Tensor> Make() => network.Make();

    public override StudyData Load(StudySettings settings, Device device)
    {
        if (settings.Data.Length == 0)
        {
            throw new ArgumentException(
                $"The task {Name} needs data: give the folder that holds cifar-10-batches-bin and pretrained by --data, or set " +
                $"{StudySettings.DataVariable}.");
        }
        var folder = Path.Combine(settings.Data, "cifar-10-batches-bin");
        using var all = Cifar10.Train(folder);
        if (all.Count != TrainingImages + ValidationImages)
        {
            throw new InvalidDataException($"'{folder}' holds {all.Count} training images; CIFAR-10 has 50000.");
        }
        var count = settings.TrainImages ?? images;
        using var whole = all.Slice(0, TrainingImages);
        using var first = all.Slice(0, count);
        using var last = all.Slice(TrainingImages, ValidationImages);
        using var test = Cifar10.Test(folder);
        var (train, rest) = (first.To(device), whole.To(device));
        var (validationX, validationY) = Prepared(last, device);
        var (testX, testY) = Prepared(test, device);
        return new StudyData(
            seed => train.Augmented(BatchSize, seed), seed => rest.Augmented(BatchSize, seed), count, validationX, validationY, testX,
            testY, train, rest);
    }

    public override void TrainOriginal(
        nn.Module<Tensor, Tensor> model, StudyData data, int seed, StudySettings settings, TrainingFiles files, ProgressView progress)
    {
        if (network.Pretrained is { } file) SafetensorsWeights.Load(model, Path.Combine(settings.Data, "pretrained", file));
        Teacher.TrainResumably(
            model, data.Whole(0), data.Validation, settings.OriginalEpochs ?? OriginalEpochs, network.LearningRate, progress, files);
    }

    private static (Tensor x, Tensor y) Prepared(Cifar10 part, Device device)
    {
        using var onDevice = part.To(device);
        return (onDevice.Normalized(), onDevice.Labels.clone());
    }
}
