using System.Globalization;
using HierKD.Samples;
using static TorchSharp.torch;

namespace OwnTrainingLoop;

/// <summary>What the command line says.</summary>
/// <param name="Data">The folder with Fashion-MNIST.</param>
/// <param name="Ratio">The fraction of the filters to remove.</param>
/// <param name="Work">The folder for the trained original and the checkpoints.</param>
internal sealed record Settings(
    string Data, int Seed, double Ratio, int Assistants, int OriginalEpochs, int ShrinkEpochs, int MaxEpochs, int Patience,
    double LearningRate, int Threads, Computing Computing, string Device, string Work, string Output, string Report)
{
    /// <summary>Where the loop goes on after an interruption.</summary>
    public string Checkpoint => Path.Combine(Work, "loop.checkpoint");

    /// <summary>The best epoch so far.</summary>
    public string Best => Path.Combine(Work, "best.checkpoint");

    /// <summary>The network before it is pruned.</summary>
    public string Original(string sizes) => Path.Combine(
        Work, $"{OutputFile.NameFor($"original-seed{Seed}-{OriginalEpochs}epochs-{sizes}", Path.GetFullPath(Data))}.safetensors");

    /// <summary>
    /// What the loop's course depends on, so that it does not go on from a checkpoint of another one. More epochs or more patience only
    /// make it longer.
    /// </summary>
    public string Course(string sizes) => string.Create(CultureInfo.InvariantCulture,
        $"{sizes} in {Path.GetFullPath(Data)}, seed {Seed}, ratio {Ratio}, assistants {Assistants}, original epochs {OriginalEpochs}, " +
        $"shrink epochs {ShrinkEpochs}, learning rate {LearningRate}");

    /// <summary>Prepares torch, and says where to compute; what cannot work fails here rather than after the training.</summary>
    public Device Prepare()
    {
        if (MaxEpochs <= ShrinkEpochs)
        {
            throw new ArgumentException(
                $"--max-epochs is {MaxEpochs} and --shrink-epochs {ShrinkEpochs}; at least one epoch must be " +
                "left for the student at its final size.");
        }
        OutputFile.RequireFolder(Output);
        OutputFile.RequireFolder(Report);
        Directory.CreateDirectory(Work);
        return ComputeDevice.Use(Device, Threads);
    }
}
