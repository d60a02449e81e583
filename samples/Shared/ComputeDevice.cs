using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Samples;

/// <summary>Where a sample computes.</summary>
internal static class ComputeDevice
{
    /// <summary>Prepares torch, and says where to compute.</summary>
    /// <param name="name"><c>cpu</c> or <c>cuda</c>.</param>
    /// <param name="threads">Threads of torch.</param>
    public static Device Use(string name, int threads)
    {
        set_num_threads(threads);
        if (name == "cuda" && !cuda.is_available())
        {
            throw new InvalidOperationException("--device cuda: torch finds no CUDA device on this machine.");
        }
        return new Device(name);
    }
}
