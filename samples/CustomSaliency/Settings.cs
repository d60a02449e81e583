using System.Globalization;
using HierKD.Samples;
using static TorchSharp.torch;

namespace CustomSaliency;

/// <summary>What the command line says.</summary>
/// <param name="Data">The folder with Fashion-MNIST.</param>
/// <param name="Seed">The first seed.</param>
/// <param name="Seeds">How many seeds, one after the other.</param>
/// <param name="Ratio">The fraction of the multiply-adds to remove.</param>
/// <param name="Work">The folder for trained originals and results.</param>
internal sealed record Settings(
    string Data, int Seed, int Seeds, IReadOnlyList<string> Criteria, double Ratio, int OriginalEpochs, int JointEpochs, int FineTuneEpochs,
    int Threads, string Device, string Work, string? Report)
{
    /// <summary>A line of JSON for each finished run.</summary>
    public string Results => Path.Combine(Work, "results.jsonl");

    /// <summary>The network of a seed before it is pruned.</summary>
    public string Original(int seed, int images) => Path.Combine(
        Work, $"{OutputFile.NameFor($"original-seed{seed}-{OriginalEpochs}epochs-{images}images", Path.GetFullPath(Data))}.safetensors");

    /// <summary>What a run is told but for criterion and seed.</summary>
    public string Setting(string sizes) => string.Create(
        CultureInfo.InvariantCulture,
        $"{sizes} in {Path.GetFullPath(Data)}, ratio {Ratio}, epochs {OriginalEpochs}/{JointEpochs}/{FineTuneEpochs}");

    /// <summary>Prepares torch, and says where to compute; what cannot work fails here rather than after the training.</summary>
    public Device Prepare()
    {
        OutputFile.RequireFolder(Report);
        Directory.CreateDirectory(Work);
        return ComputeDevice.Use(Device, Threads);
    }
}
