using static TorchSharp.torch;

namespace HierKD;

/// <summary>What one layer reads of each filter of a group, with the filters leading.</summary>
/// <param name="Layer">The layer's path in the model.</param>
/// <param name="Values">
/// Its input, <c>[F, n]</c>: row <c>f</c> is everything that the layer reads of the <c>f</c>-th scored filter, all samples and positions
/// together, and several channels where a filter owns several (height x width of them at a linear layer that reads a flattened feature
/// map). In the samples' order, without gradient.
/// </param>
public readonly record struct ActivationView(string Layer, Tensor Values);
