using HierKD.Samples;
using static TorchSharp.torch;

namespace Cifar10Sample;

/// <summary>What both verbs are told.</summary>
/// <param name="Data">The folder that holds <c>cifar-10-batches-bin</c> and <c>pretrained</c>.</param>
/// <param name="Results">A .jsonl file that gets a line for each network, or <see langword="null"/>.</param>
internal record Settings(string Data, string Device, int Threads, int? TestImages, string? Results)
{
    /// <summary>The environment variable that stands in for <c>--data</c>.</summary>
    public const string DataVariable = "HIERKD_DATA";

    /// <summary>The folder with CIFAR-10's official binary files.</summary>
    public string Images => Path.Combine(Data, "cifar-10-batches-bin");

    /// <summary>The file with a network's pretrained weights.</summary>
    public string Weights(string network) => Path.Combine(Data, "pretrained", $"cifar10-{network}.safetensors");

    /// <summary>Prepares torch, and says where to compute.</summary>
    public Device Prepare()
    {
        if (Data.Length == 0)
        {
            throw new ArgumentException(
                $"There is no data: give the folder that holds cifar-10-batches-bin and pretrained by --data, or set {DataVariable}.");
        }
        return ComputeDevice.Use(Device, Threads);
    }
}

/// <summary>What <c>evaluate</c> is told.</summary>
internal sealed record EvaluationSettings(Settings Common, IReadOnlyList<string> Networks) : Settings(Common);

/// <summary>What <c>prune</c> is told.</summary>
internal sealed record PruningSettings(
    Settings Common, string Network, int Seed, double Ratio, int Assistants, bool PruneFirstLayer, int? OriginalEpochs, int JointEpochs,
    int FineTuneEpochs, double LearningRate,
    int BatchSize, int TrainImages, int ValidationImages, double Width, Computing Computing, string Output, string Report,
    string? Checkpoint) : Settings(Common)
{
    /// <summary>Where an original that was trained here is kept for a run that goes on; nowhere without a checkpoint.</summary>
    public string? OriginalFile(int epochs) => Checkpoint is null
        ? null
        : $"{OutputFile.NameFor($"{Checkpoint}.original-{Network}", Path.GetFullPath(Data), Width, Seed, epochs, TrainImages)}.safetensors";
}
