using HierKD;
using HierKD.Models;
using HierKD.Samples;
using TorchSharp;
using static TorchSharp.torch;

namespace Study.Tasks;

/// <summary>
/// ResNet-20 on CIFAR-10. The published weights (github akamaster/pytorch_resnet_cifar10) are first trained on, on all 45,000 training
/// images, since they may never have seen such pixels (copies of CIFAR-10 that were saved as JPEG differ from the original): that network
/// is the original, the teacher and the baseline. The residual stream can be pruned too, so that high ratios can be reached.
/// </summary>
internal sealed class CifarTask(string name, int images) : StudyTask
{
    /// <summary>The training images but for the last tenth, which is for validation; the official order is random.</summary>
    public const int TrainingImages = 45_000;

    private const int ValidationImages = 5_000;
    private const int BatchSize = 128;

    public override string Name => name;

    public override string Original => "cifar10";

    public override bool OneOriginalPerSeed => false;

    public override string Title => $"ResNet-20 on {images:N0} images of CIFAR-10";

    public override int OriginalEpochs => 4;

    public override DiscoveryOptions Discovery { get; } = new() { PruneFirstLayer = true };

    public override nn.Module<Tensor, Tensor> Make() => CifarResNet.ResNet20();

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
        nn.Module<Tensor, Tensor> model, StudyData data, int seed, StudySettings settings, ProgressView progress)
    {
        SafetensorsWeights.Load(model, Path.Combine(settings.Data, "pretrained", "cifar10-resnet20.safetensors"));
        Teacher.Train(
            model, new Counted(data.Whole(0)), data.Validation, settings.OriginalEpochs ?? OriginalEpochs, learningRate: 0.02, progress);
    }

    private static (Tensor x, Tensor y) Prepared(Cifar10 part, Device device)
    {
        using var onDevice = part.To(device);
        return (onDevice.Normalized(), onDevice.Labels.clone());
    }
}
