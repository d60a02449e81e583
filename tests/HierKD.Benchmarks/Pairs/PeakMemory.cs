namespace HierKD.Benchmarks.Pairs;

/// <summary>The most memory that work takes in a process of its own, beyond what the process has before it makes a network.</summary>
internal static class PeakMemory
{
    /// <summary>What has to be there, in words; <see langword="null"/> if it is.</summary>
    public static string? Lacks(BenchmarkSettings settings) =>
        settings.Device == "cpu" ? null : "--device cpu: a process is asked for its memory, not a GPU";

    /// <summary>In MiB.</summary>
    public static double Of(string work, string network, int batch, string device, int steps, Allocator allocator = Allocator.System)
    {
        using var process = WorkProcess.Ours(work, network, batch, device, allocator);
        process.Round(steps);
        return (process.Last.Peak - process.Start.Bare) / (double)(1 << 20);
    }
}
