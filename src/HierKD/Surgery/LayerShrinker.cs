using static TorchSharp.torch;

namespace HierKD;

/// <summary>Removes channels from a layer in place: the same module and parameter objects, smaller tensors.</summary>
internal static class LayerShrinker
{
    public static void Shrink(PrunableLayer layer, LayerSelection kept)
    {
        foreach (var slot in layer.Tensors) Shrink(slot.Tensor, slot, kept);
        layer.SetShape(kept.Outputs?.Length ?? layer.Outputs, kept.Inputs?.Length ?? layer.Inputs);
    }

    /// <summary>Removes the channels from a tensor that has the axes of a layer's tensor.</summary>
    public static void Shrink(Tensor tensor, LayerTensor axes, LayerSelection kept)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        tensor.set_(kept.Cut(axes, tensor.detach()));
    }
}
