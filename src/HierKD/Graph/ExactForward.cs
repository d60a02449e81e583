using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Runs a model whose layers compute in float64 from values that are given to them, slim or masked: a difference between the two forms is
/// then a mistake and hardly ever rounding. The modules themselves are handed the smallest input there is and their results are thrown
/// away. Layers hand on the model's own type: a forward may have constants, or conversions, of that type, and libtorch refuses a matmul of
/// two types, which TorchSharp does not catch, so that the process would end.
/// </summary>
internal sealed class ExactForward : IDisposable
{
    private const ScalarType Exact = ScalarType.Float64;

    private readonly WatchedModel _model;
    private readonly WorkingModel _working;
    private readonly Func<Tensor[]> _forward;
    private readonly HashSet<string> _own;
    private readonly Dictionary<ModuleLayer, Tensor[]> _tensors;

    /// <param name="model">The model.</param>
    /// <param name="working">The same, as a machine.</param>
    /// <param name="forward">Runs it on its example.</param>
    public ExactForward(WatchedModel model, WorkingModel working, Func<Tensor[]> forward)
    {
        _model = model;
        _working = working;
        _forward = forward;
        _own = model.OwnTensors.Where(t => !t.IsBuffer).Select(t => t.Key).ToHashSet();
        // The tensors are pointed at other values in a pass; these stay.
        _tensors = model.Layers
            .ToDictionary(l => l.Layer, l => l.Layer.Tensors.Select(t => t.Tensor.detach().DetachFromDisposeScope()).ToArray());
    }

    /// <summary>The model without the filters that the mask has off; the caller disposes the outputs.</summary>
    /// <param name="mask">What stays.</param>
    /// <param name="variation">What layers give, in place of what they compute.</param>
    public TrialRun Slim(FilterMask mask, TrialVariation? variation = null)
    {
        var selection = mask.ToSelection();
        // Modules have their new shapes and properties: a forward may read them.
        return Run(
            selection, masked: null, layer => [.. layer.Tensors.Zip(_tensors[layer], selection[layer.Name].Cut).Select(t => t.to(Exact))],
            (layer, input, values) => layer.Apply(input, values), variation,
            (watched, call, input) => variation?.Slim(watched, call, input.shape, selection[watched.Layer.Name].Outputs));
    }

    /// <summary>
    /// The model with the consumers' inputs of these filters set to zero; the caller disposes the outputs. With a variation it comes after
    /// <see cref="Slim"/>.
    /// </summary>
    public TrialRun Masked(FilterMask mask, TrialVariation? variation = null)
    {
        var selection = mask.ToSelection();
        return Run(
            ModelSelection.Everything, selection, layer => [.. _tensors[layer].Select(t => t.to(Exact))],
            (layer, input, values) =>
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
            }, variation,
            (watched, call, input) => variation?.Masked(watched, call, input.shape, selection[watched.Layer.Name].Outputs));
    }

    public void Dispose()
    {
        foreach (var own in _tensors.Values.SelectMany(t => t)) own.Dispose();
    }

    private TrialRun Run(
        ModelSelection own, ModelSelection? masked, Func<ModuleLayer, Tensor[]> valuesOf, Func<ModuleLayer, Tensor, Tensor[], Tensor> apply,
        TrialVariation? variation, Func<WatchedLayer, int, Tensor, Tensor?> replace)
    {
        using var scope = NewDisposeScope();
        using var weights = new SlimWeights(_working.Tensors, Dense(variation), own);
        List<LayerReading> readings = [];
        List<Action> unhook = [];
        try
        {
            foreach (var watched in _model.Layers)
            {
                Tensor? input = null;
                var (type, isCopy) = (Exact, false);
                var call = 0;
                unhook.Add(watched.Hook(
                    received =>
                    {
                        type = received.dtype;
                        input = received.is_floating_point() ? received.to(Exact) : received;
                        isCopy = !ReferenceEquals(input, received);
                        var module = watched.Layer.Tensors is [var first, ..] ? first.Tensor : received;
                        return watched.Layer.SmallestInput((int)received.dim(), Inputs(watched, own), module.dtype, received.device);
                    },
                    (_, given) =>
                    {
                        if (LayerReading.Of(watched, input!, type, masked) is { } reading) readings.Add(reading);
                        // What is in float64 is there for the call: all of it would take twice what the model does, and more.
                        using var values = NewDisposeScope();
                        var output = replace(watched, call++, input!)?.to(Exact) ?? apply(watched.Layer, input!, valuesOf(watched.Layer));
                        if (isCopy) input!.Dispose();
                        return output.to(given.dtype).MoveToOuterDisposeScope();
                    }));
            }
            var outputs = _working.Evaluate(weights, variation?.Forward ?? _forward)
                .Select(o => o.detach().MoveToOuterDisposeScope()).ToArray();
            return new TrialRun(outputs, readings);
        }
        finally
        {
            foreach (var remove in unhook) remove();
        }
    }

    private Tensor[] Dense(TrialVariation? variation) => _working.Tensors
        .Select((t, i) => variation is { OwnParameters: true } && _own.Contains(t.Key)
            ? variation.Own(_working.Own.Dense(i), i)
            : _working.Own.Dense(i))
        .ToArray();

    private static long Inputs(WatchedLayer watched, ModelSelection own)
    {
        var kept = own[watched.Layer.Name];
        return (watched.Reads?.Side == ChannelSide.Inputs ? kept.Inputs : kept.Outputs)?.Length ?? watched.Layer.Inputs;
    }

    private static Tensor Zeroed(ModuleLayer layer, Tensor input, long[] kept)
    {
        var axis = layer.ChannelAxis((int)input.dim());
        var removed = Enumerable.Range(0, (int)input.shape[axis]).Select(c => (long)c).Except(kept).ToArray();
        return removed.Length == 0 ? input : input.index_fill(axis, torch.tensor(removed, device: input.device), 0);
    }
}
