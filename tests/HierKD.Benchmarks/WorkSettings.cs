namespace HierKD.Benchmarks;

/// <summary>What a process is told that does one side's work.</summary>
/// <param name="Work">What.</param>
/// <param name="Network">Of which network.</param>
/// <param name="Batch">The samples of a batch.</param>
/// <param name="Threads">Threads of torch.</param>
/// <param name="Device">Where to compute.</param>
internal sealed record WorkSettings(string Work, string Network, int Batch, int Threads, string Device);
