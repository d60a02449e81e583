using static TorchSharp.torch;

namespace HierKD;

/// <summary>A parameter or buffer of the user's model: the object that its modules compute with.</summary>
/// <param name="Key">Its name in the model's state dictionary.</param>
/// <param name="Tensor">The module's own tensor object; HierKD points it at other storage and back, and never disposes it.</param>
/// <param name="Layer">The layer that owns it, or <see langword="null"/> if no layer of a known kind does.</param>
/// <param name="Slot">The tensor's axes within its layer.</param>
/// <param name="IsBuffer">Whether it is state that no gradient changes.</param>
internal sealed record ModelTensor(string Key, Tensor Tensor, PrunableLayer? Layer, LayerTensor Slot, bool IsBuffer);
