namespace HierKD.Benchmarks.Formats;

/// <summary>What the command line says of memory formats and precisions.</summary>
/// <param name="Networks">Which of <see cref="Workloads.Networks"/>; all if there is none.</param>
/// <param name="Threads">With how many threads of torch, one number after the other.</param>
/// <param name="Batch">The samples of a batch.</param>
/// <param name="Device">Where to compute.</param>
/// <param name="Results">The file of the results.</param>
internal sealed record FormatSettings(
    IReadOnlyList<string> Networks, IReadOnlyList<int> Threads, int Batch, string Device, string Results);
