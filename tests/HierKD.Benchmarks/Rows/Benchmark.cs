using HierKD.Benchmarks.Pairs;

namespace HierKD.Benchmarks.Rows;

/// <summary>A comparison with a name.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="What">What is done, in words.</param>
internal abstract record Benchmark(string Name, string What)
{
    /// <summary>What has to be there for it, in words; <see langword="null"/> if it is.</summary>
    public virtual string? Lacks(BenchmarkSettings settings) => null;

    /// <summary>Measures it.</summary>
    public abstract BenchmarkRow Run(Pairing pairing, BenchmarkSettings settings);
}
