using static TorchSharp.torch;

namespace HierKD;

/// <summary>What a model gave in a trial.</summary>
/// <param name="Outputs">Its outputs.</param>
/// <param name="Readings">What its layers read, call by call.</param>
internal sealed record TrialRun(IReadOnlyList<Tensor> Outputs, IReadOnlyList<LayerReading> Readings);
