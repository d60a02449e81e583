using HierKD.Samples;
using static TorchSharp.torch;

namespace ImageNetResNet50;

/// <summary>What both verbs are told; what is <see langword="null"/> is as the run needs it.</summary>
/// <param name="Data">A folder or a zip file with <c>train/CLASS</c> and <c>val/CLASS</c>; <see langword="null"/> in a smoke run on made-up
/// images.</param>
/// <param name="ClassList">A text file with the classes in the order of the network's outputs, one a line.</param>
/// <param name="Weights">The original's weights, a safetensors file with torchvision's keys.</param>
internal record Settings(
    string? Data, string? ClassList, string? Weights, int? Size, int? Images, double? Width, int Seed, string Device, int Threads,
    bool Smoke)
{
    private const double HeldOut = 0.1;

    /// <summary>The height and width of what the network sees.</summary>
    public int Side => Size ?? (Smoke ? 64 : 224);

    /// <summary>What the network's numbers of channels are multiplied by.</summary>
    public double WidthFactor => Width ?? (Smoke ? 0.25 : 1);

    /// <summary>At most so many images of each part.</summary>
    public int? ImageLimit => Images ?? (Smoke ? 300 : null);

    /// <summary>The parts of the data.</summary>
    public ImageSets Open(DataFolder folder, Device device) => new(folder.Path, Classes(), Side, ImageLimit, HeldOut, Seed, device);

    /// <summary>Prepares torch, and says where to compute.</summary>
    public virtual Device Prepare() => ComputeDevice.Use(Device, Threads);

    private string[]? Classes() => ClassList is null
        ? null
        : File.ReadLines(ClassList).Select(line => line.Split(' ', '\t', ',')[0].Trim()).Where(name => name.Length > 0).ToArray();
}

/// <summary>What <c>evaluate</c> is told.</summary>
/// <param name="Student">A pruned network of <c>prune</c>, in place of the original's weights.</param>
internal sealed record EvaluationSettings(Settings Common, string? Student) : Settings(Common);

/// <summary>What <c>prune</c> is told.</summary>
/// <param name="Ratio">The fraction of the multiply-adds to remove.</param>
/// <param name="Checkpoint">A file that an interrupted run goes on from.</param>
internal sealed record PruningSettings(
    Settings Common, double Ratio, int Assistants, int? OriginalEpochs, int? JointEpochs, int? FineTuneEpochs, double LearningRate,
    int? BatchSize, Computing Computing, string Output, string? Checkpoint, string Report, bool Distributed) : Settings(Common)
{
    /// <summary>Epochs of the network before it is pruned.</summary>
    public int Original => OriginalEpochs ?? (Weights is not null ? 0 : Smoke ? 1 : 90);

    /// <summary>Epochs of all levels together.</summary>
    public int Joint => JointEpochs ?? (Smoke ? 1 : 5);

    /// <summary>Epochs of the student alone.</summary>
    public int FineTune => FineTuneEpochs ?? (Smoke ? 1 : 10);

    /// <summary>Images in a training batch.</summary>
    public int Batch => BatchSize ?? (Smoke ? 30 : 32);

    /// <summary>Where an original that was trained here is kept for a run that goes on.</summary>
    public string? OriginalFile => Checkpoint is null ? null : OutputFile.NameFor(
        $"{Checkpoint}.original", Data is null ? null : Path.GetFullPath(Data), ClassList, Weights, Side, WidthFactor, ImageLimit, Seed,
        Original, LearningRate, Batch) + ".safetensors";

    public override Device Prepare()
    {
        foreach (var file in (string?[])[Output, Checkpoint, Report]) OutputFile.RequireFolder(file);
        return base.Prepare();
    }
}
