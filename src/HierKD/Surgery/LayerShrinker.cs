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
            if (slot.OutputAxis is { } output && kept.Outputs is { } outputs) part = part.index_select(output, torch.tensor(outputs, device: part.device));
            if (slot.InputAxis is { } input && kept.Inputs is { } inputs) part = part.index_select(input, torch.tensor(inputs, device: part.device));
            slot.Tensor.set_(part);
        }
        layer.SetShape(kept.Outputs?.Length ?? layer.Outputs, kept.Inputs?.Length ?? layer.Inputs);
    }
}
