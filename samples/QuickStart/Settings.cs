using HierKD;
using HierKD.Samples;
using static TorchSharp.torch;

namespace QuickStart;

/// <summary>What the command line says.</summary>
internal sealed record Settings(
    string Data, int Seed, double Ratio, Measure Measure, int Assistants, int TeacherEpochs, int JointEpochs, int FineTuneEpochs,
    int Threads, string Output, string Report, string Onnx, string? Checkpoint, Computing Computing,
    string Device, bool Distributed)
{
    /// <summary>The learning rate at which the network that is to be pruned is trained.</summary>
    public const double TeacherLearningRate = 0.05;

    /// <summary>Where the original is kept for a run that goes on; nowhere without a checkpoint.</summary>
    public string? OriginalFile => Checkpoint is null
        ? null
        : $"{OutputFile.NameFor($"{Checkpoint}.original", Path.GetFullPath(Data), Seed, TeacherEpochs)}.safetensors";

    /// <summary>Prepares torch, and says where to compute; what cannot work fails here rather than after the training.</summary>
    public Device Prepare()
    {
        foreach (var file in (string?[])[Output, Report, Onnx, Checkpoint]) OutputFile.RequireFolder(file);
        return ComputeDevice.Use(Device, Threads);
    }
}
