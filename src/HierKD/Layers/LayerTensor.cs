using static TorchSharp.torch;

namespace HierKD;

/// <summary>One tensor of a layer, and the axes of it that run over the layer's output and input channels.</summary>
/// <param name="Name">The tensor's name within its layer, as in the state dictionary: <c>weight</c>, <c>running_mean</c>, …</param>
/// <param name="Tensor">The layer's own tensor; not to be disposed.</param>
/// <param name="OutputAxis">The axis over output channels, or <see langword="null"/> if there is none.</param>
/// <param name="InputAxis">The axis over input channels, or <see langword="null"/> if there is none.</param>
/// <param name="IsBuffer">Whether the tensor is state that no gradient changes (running statistics).</param>
internal readonly record struct LayerTensor(string Name, Tensor Tensor, int? OutputAxis, int? InputAxis, bool IsBuffer = false);
