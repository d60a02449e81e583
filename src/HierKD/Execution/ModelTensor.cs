using static TorchSharp.torch;

namespace HierKD;

/// <summary>A parameter or buffer of the user's model: the object that its modules compute with.</summary>
/// <param name="Key">Its name in the model's state dictionary.</param>
/// <param name="Tensor">The module's own tensor object; HierKD points it at other storage and back, and never disposes it.</param>
/// <param name="Layer">The layer that owns it, or <see langword="null"/> if no layer of a known kind does.</param>
/// <param name="Slot">The tensor's axes within its layer.</param>
/// <param name="IsBuffer">Whether it is state that no gradient changes.</param>
internal sealed record ModelTensor(string Key, Tensor Tensor, PrunableLayer? Layer, LayerTensor Slot, bool IsBuffer)
{
    /// <summary>Whether it is what a normalisation has averaged over batches.</summary>
    public bool IsRunningStatistic => IsBuffer && Slot.Name is "running_mean" or "running_var";

    /// <summary>What it is, and its name, for messages.</summary>
    public string Text => $"{(IsRunningStatistic ? "the running statistics" : IsBuffer ? "the buffer" : "the parameter")} '{Key}'";
}
