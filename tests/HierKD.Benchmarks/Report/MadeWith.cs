using HierKD.Samples;

namespace HierKD.Benchmarks.Report;

/// <summary>What a table was made with, as the line below it.</summary>
internal static class MadeWith
{
    public static string Line(Provenance from) => FormattableString.Invariant(
        $"\nHierKD {from.Version}, {from.Torch}, {from.Device}, {from.Machine}, cores: {from.Cores}.\n");
}
