using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Runs a model whose layers compute in float64 from values that are given to them, slim or masked: a difference between the two forms is
/// then a mistake and not rounding. The modules themselves are handed the smallest input there is and their results are thrown away. Layers
/// hand on float64, or the model's own type.
/// </summary>
internal sealed class ExactForward : IDisposable
{
    private const ScalarType Exact = ScalarType.Float64;

    private readonly WatchedModel _model;
    private readonly WorkingModel _working;
    private readonly Func<Tensor[]> _forward;
    private readonly bool _throughout;
    private readonly Dictionary<ModuleLayer, Tensor[]> _values;

    /// <param name="model">The model.</param>
    /// <param name="working">The same, as a machine.</param>
    /// <param name="forward">Runs it on its example.</param>
    /// <param name="throughout">Whether layers hand on float64; else what lies between them is computed in the model's own type.</param>
    public ExactForward(WatchedModel model, WorkingModel working, Func<Tensor[]> forward, bool throughout)
    {
        _model = model;
        _working = working;
        _forward = forward;
        _throughout = throughout;
        _values = model.Layers
            .ToDictionary(l => l.Layer, l => l.Layer.Tensors.Select(t => t.Tensor.detach().to(Exact).DetachFromDisposeScope()).ToArray());
    }

    /// <summary>The model without the filters that the mask has off; the caller disposes the outputs.</summary>
    public TrialRun Slim(FilterMask mask)
    {
        var selection = mask.ToSelection();
        return Run(selection, masked: null, layer =>
            [.. layer.Tensors.Zip(_values[layer], selection[layer.Name].Cut)], (layer, input, values) => layer.Apply(input, values));
    }

    /// <summary>The model with the consumers' inputs of these filters set to zero; the caller disposes the outputs.</summary>
    public TrialRun Masked(FilterMask mask)
    {
        var selection = mask.ToSelection();
        return Run(ModelSelection.Everything, selection, layer => _values[layer], (layer, input, values) =>
        {
            var kept = selection[layer.Name];
            if (layer.NormalizesAcrossChannels && kept.Outputs is { } outputs)
            {
                using var positions = torch.tensor(outputs, device: input.device);
                return KeptNormalization.Apply(layer, input, values, positions);
            }
            return layer.Apply(layer.RoleOf(ChannelSide.Inputs) == ChannelRole.Consumer && kept.Inputs is { } inputs
                ? Zeroed(layer, input, inputs)
                : input, values);
        });
    }

    public void Dispose()
    {
        foreach (var value in _values.Values.SelectMany(v => v)) value.Dispose();
    }

    private TrialRun Run(
        ModelSelection own, ModelSelection? masked, Func<ModuleLayer, Tensor[]> valuesOf, Func<ModuleLayer, Tensor, Tensor[], Tensor> apply)
    {
        using var scope = NewDisposeScope();
        // The modules keep their shapes; only what no hook can stand in for is made smaller.
        var dense = _working.Tensors.Select((_, i) => _working.Own.Dense(i)).ToArray();
        using var ownTensors = new SlimWeights(_working.Tensors, dense, own.Of(_working.Layers.OfType<OwnTensorLayer>()));
        List<LayerReading> readings = [];
        List<Action> unhook = [];
        try
        {
            foreach (var watched in _model.Layers)
            {
                Tensor? input = null;
                Tensor[]? values = null;
                unhook.Add(watched.Hook(
                    received =>
                    {
                        input = received.is_floating_point() ? received.to(Exact) : received;
                        var module = watched.Layer.Tensors is [var first, ..] ? first.Tensor : received;
                        return watched.Layer.SmallestInput((int)received.dim(), watched.Layer.Inputs, module.dtype, received.device);
                    },
                    (_, given) =>
                    {
                        if (LayerReading.Of(watched, input!, masked) is { } reading) readings.Add(reading);
                        var output = apply(watched.Layer, input!, values ??= valuesOf(watched.Layer));
                        return _throughout ? output : output.to(given.dtype);
                    }));
            }
            var outputs = _working.Evaluate(ownTensors, _forward).Select(o => o.detach().MoveToOuterDisposeScope()).ToArray();
            return new TrialRun(outputs, readings);
        }
        finally
        {
            foreach (var remove in unhook) remove();
        }
    }

    private static Tensor Zeroed(ModuleLayer layer, Tensor input, long[] kept)
    {
        var axis = layer.ChannelAxis((int)input.dim());
        var removed = Enumerable.Range(0, (int)input.shape[axis]).Select(c => (long)c).Except(kept).ToArray();
        return removed.Length == 0 ? input : input.index_fill(axis, torch.tensor(removed, device: input.device), 0);
    }
}
