using System.CommandLine;
using HierKD;

namespace HierKD.Samples;

/// <summary>How a sample trains: in the memory format and type that take the least time here, or as networks are given.</summary>
internal sealed record Computing(MemoryFormat Format, ComputePrecision Precision)
{
    /// <summary>What the option says.</summary>
    public static Computing Named(string word) => word == "fastest"
        ? new(MemoryFormat.Fastest, ComputePrecision.Fastest)
        : new(MemoryFormat.AsGiven, ComputePrecision.AsGiven);

    /// <summary>The option.</summary>
    public static Option<string> Option() => OptionOf.Word(
        "--compute",
        "How to train: in whichever memory format and precision is measured to be fastest here, or as the network is given, with the " +
        "same numbers each time",
        "fastest", "as-given");
}
