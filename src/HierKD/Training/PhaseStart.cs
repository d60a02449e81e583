using static TorchSharp.torch;

namespace HierKD;

/// <summary>Where a phase goes on.</summary>
/// <param name="EpochsDone">The epochs that are done.</param>
/// <param name="Steps">The steps of an epoch, if known.</param>
/// <param name="Restore">Gives an optimizer its state.</param>
internal sealed record PhaseStart(int EpochsDone, int? Steps, Action<optim.Optimizer> Restore);
