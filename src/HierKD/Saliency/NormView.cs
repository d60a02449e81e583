using static TorchSharp.torch;

namespace HierKD;

/// <summary>What one normalisation holds for each filter of a group, with the filters leading.</summary>
/// <param name="Layer">The layer's path in the model.</param>
/// <param name="Scale">Its scale (gamma), <c>[F, n]</c>: the <c>n</c> channels that belong to the <c>f</c>-th scored filter.</param>
/// <param name="ScaleGradient">The gradient of the step's loss with respect to it, <c>[F, n]</c>.</param>
/// <param name="Shift">Its shift (beta), <c>[F, n]</c>.</param>
/// <param name="ShiftGradient">The gradient of the step's loss with respect to it, <c>[F, n]</c>.</param>
public readonly record struct NormView(string Layer, Tensor Scale, Tensor ScaleGradient, Tensor Shift, Tensor ShiftGradient);
