using HierKD;
using TorchSharp;
using static TorchSharp.torch;

namespace QuickStart;

/// <summary>What the command line says.</summary>
internal sealed record Settings(
    string Data, int Seed, double Ratio, Measure Measure, int Assistants, int TeacherEpochs, int JointEpochs, int FineTuneEpochs, int Threads, string Output, string Report, string? Checkpoint, string Device)
{
    /// <summary>The learning rate at which the network that is to be pruned is trained.</summary>
    public const double TeacherLearningRate = 0.05;

    /// <summary>Where the original is kept for a run that goes on; nowhere without a checkpoint.</summary>
    public string? OriginalFile => Checkpoint is null ? null : $"{Checkpoint}.original-seed{Seed}-{TeacherEpochs}epochs.safetensors";

    /// <summary>Prepares torch, and says where to compute; what cannot work fails here rather than after the training.</summary>
    public Device Prepare()
    {
        set_num_threads(Threads);
        if (Device == "cuda" && !cuda.is_available()) throw new InvalidOperationException("--device cuda: torch finds no CUDA device on this machine.");
        foreach (var (option, file) in ((string, string)[])[("--output", Output), ("--report", Report)])
        {
            if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file)))) throw new DirectoryNotFoundException($"{option} {file}: there is no such folder.");
        }
        return new Device(Device);
    }
}
