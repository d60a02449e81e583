using static TorchSharp.torch;

namespace HierKD;

/// <summary>On what a model calls its layers in a forward pass.</summary>
internal sealed class LayerCalls
{
    private readonly ILookup<PrunableLayer, LayerCall> _calls;

    private LayerCalls(IEnumerable<LayerCall> calls) => _calls = calls.ToLookup(c => (PrunableLayer)c.Layer);

    /// <summary>The calls of one layer.</summary>
    public IEnumerable<LayerCall> this[PrunableLayer layer] => _calls[layer];

    /// <summary>Records a forward pass of the user's own values; what reads whole numbers has no width to choose.</summary>
    public static LayerCalls Of(WorkingModel working, IReadOnlyList<PrunableLayer> layers, IReadOnlyList<Tensor> inputs)
    {
        List<LayerCall> calls = [];
        ForwardRecorder.Visit(
            [.. layers.OfType<ModuleLayer>().Select(layer => new WatchedLayer(layer))],
            () => working.EvaluateAsGiven(working.Own, () => working.Call(inputs)),
            (watched, input, output) =>
            {
                if (watched.Reads is not null) calls.Add(new LayerCall(watched.Layer, input, output.shape));
            },
            _ => true);
        return new LayerCalls(calls);
    }
}
