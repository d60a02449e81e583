using static TorchSharp.torch;

namespace HierKD;

/// <summary>What one layer holds for each filter of a group, with the filters leading.</summary>
/// <param name="Layer">The layer's path in the model.</param>
/// <param name="Weight">The layer's weight, <c>[F, n]</c>: row <c>f</c> is everything in it that belongs to the <c>f</c>-th scored filter,
/// as far as the level computes with it: weights that read removed filters are left out, in masked execution as in slim execution.</param>
/// <param name="Gradient">The gradient of the step's loss with respect to <paramref name="Weight"/>, <c>[F, n]</c>.</param>
public readonly record struct FilterView(string Layer, Tensor Weight, Tensor Gradient);
