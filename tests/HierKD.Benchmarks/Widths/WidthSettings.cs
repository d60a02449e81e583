namespace HierKD.Benchmarks.Widths;

/// <summary>What the command line says of widths.</summary>
/// <param name="Networks">Which of <see cref="Workloads.Networks"/>; VGG16 and ResNet-56 if there is none.</param>
/// <param name="Keep">How many per cent of the multiply-adds students keep.</param>
/// <param name="Batch">The samples of a batch.</param>
/// <param name="Threads">The threads of torch.</param>
/// <param name="Rounds">How often each student has its turn.</param>
/// <param name="Device">Where to compute.</param>
/// <param name="Results">The file of the results.</param>
internal sealed record WidthSettings(
    IReadOnlyList<string> Networks, IReadOnlyList<int> Keep, int Batch, int Threads, int Rounds, string Device, string Results);
