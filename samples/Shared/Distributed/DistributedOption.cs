using System.CommandLine;

namespace HierKD.Samples;

/// <summary>The option of samples that can be run by several processes.</summary>
internal static class DistributedOption
{
    public static Option<bool> Create() => new("--distributed")
    {
        Description = "Work with the other processes that mpirun has started, each on its part of the data and on a GPU of its own",
    };
}
