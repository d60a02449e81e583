using HierKD.Benchmarks.Pairs;

namespace HierKD.Benchmarks.Rows;

/// <summary>A comparison that makes one row.</summary>
internal interface IBenchmark
{
    string Name { get; }

    BenchmarkRow Run(Pairing pairing, string device);
}
