using HierKD.Samples;
using static TorchSharp.torch;

namespace ImagePairs;

/// <summary>What the command line says.</summary>
internal sealed record Settings(
    string Data, int Seed, double Ratio, int OriginalEpochs, int JointEpochs, int FineTuneEpochs, int Threads, string Output, string Report,
    Computing Computing, string Device)
{
    /// <summary>Prepares torch, and says where to compute; what cannot work fails here rather than after the training.</summary>
    public Device Prepare()
    {
        foreach (var file in (string[])[Output, Report]) OutputFile.RequireFolder(file);
        return ComputeDevice.Use(Device, Threads);
    }
}
