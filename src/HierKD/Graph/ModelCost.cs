namespace HierKD;

/// <summary>Parameters and multiply-adds (MACs) of a model, whole or under a mask that has not been applied yet.</summary>
/// <remarks>
/// Counted as in Miles and Mikolajczyk (BMVC 2020): multiply-adds of convolutions and linear layers for one sample, without biases and
/// normalisation; a multiply-add counts once. Parameters are all that the model's <c>parameters()</c> lists.
/// </remarks>
public sealed class ModelCost
{
    private readonly IReadOnlyList<Entry> _layers;
    private readonly long _otherParameters;

    private ModelCost(IReadOnlyList<Entry> layers, long otherParameters)
    {
        _layers = layers;
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

    internal static ModelCost Of(ForwardTrace trace)
    {
        var calls = trace.Calls.Where(c => c.Layer is not null).ToLookup(c => c.Layer!);
        var layers = calls.Select(g => new Entry(g.Key, g.Sum(c => c.Layer!.Positions(c.InputShape, c.OutputShape)))).ToArray();
        var all = trace.Model.parameters().Sum(p => p.numel());
        return new ModelCost(layers, all - layers.Sum(l => l.Under(ModelSelection.Everything).Parameters));
    }

    /// <summary>The sizes are read when the model is whole: the layer's own tensors are smaller while a level is loaded.</summary>
    private sealed class Entry(PrunableLayer layer, long positions)
    {
        private readonly (LayerTensor Slot, long Size)[] _parameters = layer.Tensors.Where(t => !t.IsBuffer).Select(t => (t, t.Tensor.numel())).ToArray();

        public LayerCost Under(ModelSelection selection)
        {
            var kept = selection[layer.Name];
            long parameters = 0, weights = 0;
            foreach (var (slot, size) in _parameters)
            {
                var own = size;
                if (slot.OutputAxis is not null && kept.Outputs is { } outputs) own = own / layer.Outputs * outputs.Length;
                if (slot.InputAxis is not null && kept.Inputs is { } inputs) own = own / layer.Inputs * inputs.Length;
                parameters += own;
                if (slot.Name == "weight") weights = own;
            }
            return new LayerCost(layer.Name, parameters, weights * positions);
        }
    }
}
