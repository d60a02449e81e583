using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Removes channels from a layer in place: the same module and parameter objects, smaller tensors.</summary>
internal static class LayerShrinker
{
    public static void Shrink(PrunableLayer layer, LayerSelection kept)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (var slot in layer.Tensors)
        {
            var part = slot.Tensor.detach();
            foreach (var axis in new[] { slot.OutputAxis, slot.InputAxis })
            {
                if (axis is { } along && kept.Along(slot, along) is { } positions) part = part.index_select(along, torch.tensor(positions, device: part.device));
            }
            slot.Tensor.set_(part);
        }
        layer.SetShape(kept.Outputs?.Length ?? layer.Outputs, kept.Inputs?.Length ?? layer.Inputs);
    }
}
