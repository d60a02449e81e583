using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The channels that one layer keeps.</summary>
/// <param name="Outputs">The kept output channels in ascending order, or <see langword="null"/> for all.</param>
/// <param name="Inputs">The kept input channels in ascending order, or <see langword="null"/> for all.</param>
internal readonly record struct LayerSelection(long[]? Outputs, long[]? Inputs)
{
    /// <summary>
    /// The positions that a tensor of the layer keeps along one of its axes, in ascending order, or <see langword="null"/> for all.
    /// </summary>
    public long[]? Along(LayerTensor tensor, int axis)
    {
        var channels = tensor.OutputAxis == axis ? Outputs : tensor.InputAxis == axis ? Inputs : null;
        return channels is null || tensor.Period is not { } period || period.Axis != axis
            ? channels
            : [.. channels.Select(c => tensor.Position(axis, c)).Distinct().Order()];
    }

    /// <summary>What is left of a value that has the axes of one of the layer's tensors; the value itself if it keeps everything.</summary>
    public Tensor Cut(LayerTensor axes, Tensor value)
    {
        foreach (var axis in new[] { axes.OutputAxis, axes.InputAxis })
        {
            if (axis is { } along && Along(axes, along) is { } positions)
            {
                value = value.index_select(along, torch.tensor(positions, device: value.device));
            }
        }
        return value;
    }
}

/// <summary>The channels that each layer of a model keeps; a layer that is not listed keeps all.</summary>
internal sealed class ModelSelection(IReadOnlyDictionary<string, LayerSelection> layers)
{
    public static ModelSelection Everything { get; } = new(new Dictionary<string, LayerSelection>());

    public IReadOnlyDictionary<string, LayerSelection> Layers { get; } = layers;

    /// <summary>The same for some of the layers.</summary>
    public ModelSelection Of(IEnumerable<PrunableLayer> some) =>
        new(some.Where(l => Layers.ContainsKey(l.Name)).ToDictionary(l => l.Name, l => Layers[l.Name]));

    public LayerSelection this[string layer] => Layers.GetValueOrDefault(layer);

    /// <summary>States the kept channel counts in a layer's shape properties.</summary>
    public void Shape(PrunableLayer layer)
    {
        var kept = this[layer.Name];
        layer.SetShape(kept.Outputs?.Length ?? layer.Outputs, kept.Inputs?.Length ?? layer.Inputs);
    }
}
