using static TorchSharp.torch;

namespace HierKD;

/// <summary>Parameters and multiply-adds (MACs) of a model, whole or under a mask that has not been applied yet.</summary>
/// <remarks>
/// Counted as in Miles and Mikolajczyk (BMVC 2020): multiply-adds of convolutions and linear layers for one sample, without biases and
/// normalisation; a multiply-add counts once. Products that a forward computes without a layer, such as those of attention, are not
/// counted. Parameters are all that the model's <c>parameters()</c> lists. Where samples cannot be told apart, because the batch does not
/// lead or the forward is a delegate, the multiply-adds are those of the whole example.
/// </remarks>
public sealed class ModelCost
{
    private readonly IReadOnlyList<Entry> _layers;
    private readonly long _otherParameters;
    private readonly Dictionary<PrunableLayer, Entry> _byLayer;

    private ModelCost(IReadOnlyList<Entry> layers, long otherParameters)
    {
        _layers = layers;
        _byLayer = layers.ToDictionary(l => l.Layer);
        _otherParameters = otherParameters;
    }

    /// <summary>The cost of each layer under a mask, in the order of the forward pass.</summary>
    public IReadOnlyList<LayerCost> Layers(FilterMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var selection = mask.ToSelection();
        return _layers.Select(l => l.Under(selection)).ToArray();
    }

    /// <summary>The model's parameters under a mask.</summary>
    public long Parameters(FilterMask mask) => _otherParameters + Layers(mask).Sum(l => l.Parameters);

    /// <summary>The model's multiply-adds for one sample under a mask.</summary>
    public long MultiplyAdds(FilterMask mask) => Layers(mask).Sum(l => l.MultiplyAdds);

    /// <summary>The cost of a layer that keeps some of its channels.</summary>
    internal LayerCost Of(PrunableLayer layer, LayerSelection kept) => _byLayer[layer].Under(kept);

    /// <summary>The cost of nothing: for graphs that only serve to make masks.</summary>
    internal static ModelCost None { get; } = new([], 0);

    internal static ModelCost Of(nn.Module model, CallShapes shapes, IReadOnlyList<PrunableLayer> layers)
    {
        var positions = shapes.Calls.ToLookup(c => (PrunableLayer)c.Watched.Layer, c => c.Watched.Layer.Positions(c.Input, c.Output));
        var entries = layers.Select(l => new Entry(l, positions[l].Sum())).ToArray();
        var all = model.parameters().Sum(p => p.numel());
        return new ModelCost(entries, all - entries.Sum(l => l.Under(ModelSelection.Everything).Parameters));
    }

    /// <summary>The sizes are read when the model is whole: the layer's own tensors are smaller while a level is loaded.</summary>
    private sealed class Entry(PrunableLayer layer, long positions)
    {
        private readonly (LayerTensor Slot,
            long[] Shape)[] _parameters = layer.Tensors.Where(t => !t.IsBuffer).Select(t => (t, t.Tensor.shape)).ToArray();

        public PrunableLayer Layer => layer;

        public LayerCost Under(ModelSelection selection) => Under(selection[layer.Name]);

        public LayerCost Under(LayerSelection kept)
        {
            long parameters = 0, weights = 0;
            foreach (var (slot, shape) in _parameters)
            {
                var own = 1L;
                for (var axis = 0; axis < shape.Length; axis++) own *= kept.Along(slot, axis)?.Length ?? shape[axis];
                parameters += own;
                if (slot.Name == "weight") weights = own;
            }
            return new LayerCost(layer.Name, parameters, weights * positions);
        }
    }
}
