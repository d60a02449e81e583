using HierKD;
using HierKD.Samples;
using TorchSharp;
using static TorchSharp.torch;

namespace Study.Tasks;

/// <summary>A network on a data set, and how the network that is to be pruned is made.</summary>
internal abstract class StudyTask
{
    /// <summary>How results call it.</summary>
    public abstract string Name { get; }

    /// <summary>What it is, in words.</summary>
    public abstract string Title { get; }

    /// <summary>The name of the network that is pruned: tasks that prune the same one, with other data, share it.</summary>
    public abstract string Original { get; }

    /// <summary>Whether the seed makes another original; where it comes from published weights, there is one.</summary>
    public virtual bool OneOriginalPerSeed => true;

    /// <summary>Epochs of the original.</summary>
    public abstract int OriginalEpochs { get; }

    public virtual DiscoveryOptions Discovery { get; } = new();

    public abstract nn.Module<Tensor, Tensor> Make();

    public abstract StudyData Load(StudySettings settings, Device device);

    /// <summary>Trains a fresh network to the plateau, by the training set alone.</summary>
    public abstract void TrainOriginal(
        nn.Module<Tensor, Tensor> model, StudyData data, int seed, StudySettings settings, TrainingFiles files, ProgressView progress);

    /// <summary>What a student's size is a fraction of.</summary>
    public virtual Measure Measure => Measure.MultiplyAdds;

    public static IReadOnlyList<StudyTask> All { get; } = [
        new FashionTask("fashion-part", FashionFiles.Part, 9_000), new FashionTask("fashion", FashionFiles.Whole, 10_000),
        new FashionTask("fashion-1000", FashionFiles.Whole, 1_000),
        new CifarTask("cifar10", CifarNetwork.ResNet20, 10_000),
        new CifarTask("cifar10-full", CifarNetwork.ResNet20, CifarTask.TrainingImages),
        new CifarTask("cifar10-resnet56", CifarNetwork.ResNet56, CifarTask.TrainingImages),
        new CifarTask("cifar10-vgg16-half", CifarNetwork.HalfVgg16, CifarTask.TrainingImages, Measure.Filters),
    ];

    public static StudyTask Named(string name) => All.First(t => t.Name == name);
}
