using static TorchSharp.torch;

namespace HierKD;

/// <summary>On what a model calls its layers in a forward pass.</summary>
internal sealed class LayerCalls
{
    private readonly ILookup<PrunableLayer, LayerCall> _calls;

    private LayerCalls(IEnumerable<LayerCall> calls) => _calls = calls.ToLookup(c => (PrunableLayer)c.Layer);

    /// <summary>The calls of one layer.</summary>
    public IEnumerable<LayerCall> this[PrunableLayer layer] => _calls[layer];

    /// <summary>Records a forward pass of the user's own values.</summary>
    public static LayerCalls Of(WorkingModel working, IReadOnlyList<PrunableLayer> layers, IReadOnlyList<Tensor> inputs)
    {
        List<LayerCall> calls = [];
        var watched = layers.OfType<ModuleLayer>().Select(l => new WatchedLayer(l)).ToArray();
        List<Action> unhook = [];
        using var scope = NewDisposeScope();
        try
        {
            foreach (var layer in watched) unhook.Add(layer.Hook(input => input, (input, output) =>
            {
                if (input.is_floating_point()) calls.Add(new LayerCall(layer.Layer, input.shape, output.shape));
                return output;
            }));
            working.EvaluateAsGiven(working.Own, () => working.Call(inputs));
        }
        finally
        {
            foreach (var remove in unhook) remove();
        }
        return new LayerCalls(calls);
    }
}
