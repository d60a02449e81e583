using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Tries the removal of filters out: the slim model against the masked one, layers computing in float64, and once as the model itself
/// computes.
/// </summary>
internal sealed class RemovalTrial : IDisposable
{
    private const string Forward = "the forward pass fails without some of them (a size may be written into the forward)";
    private const string Coupled = "(they are coupled with other channels, or with a constant)";

    private readonly WorkingModel _working;
    private readonly Func<Tensor[]> _forward;
    private readonly ExactForward _exact;
    private readonly IReadOnlyList<PrunableLayer> _layers;
    private readonly double _tolerance;

    private RemovalTrial(
        WorkingModel working, Func<Tensor[]> forward, ExactForward exact, IReadOnlyList<PrunableLayer> layers, double tolerance)
    {
        _working = working;
        _forward = forward;
        _exact = exact;
        _layers = layers;
        _tolerance = tolerance;
    }

    /// <param name="model">The model.</param>
    /// <param name="layers">Its layers, own tensors included.</param>
    /// <param name="forward">Runs the model on its example.</param>
    /// <param name="reference">What it computes.</param>
    public static RemovalTrial Of(WatchedModel model, IReadOnlyList<PrunableLayer> layers, ModelForward forward, ReferenceForward reference)
    {
        var working = new WorkingModel(model.Model, layers);
        Func<Tensor[]> run = reference.IsBatched ? () => forward.RunFirst(1) : forward.Run;
        var graph = new FilterGraph(layers, [], [], ModelCost.None);
        // Where a module computes with a tensor that no layer of a known kind holds, the types could meet in a matmul, whose refusal
        // TorchSharp does not catch: it ends the process.
        foreach (var throughout in model.OwnTensors.Count + model.Opaque.Count == 0 ? new[] { true, false } : [false])
        {
            var exact = new ExactForward(model, working, run, throughout);
            if (Agrees(exact, graph, reference))
            {
                return new RemovalTrial(
                    working, run, exact, layers, throughout ? Tolerance(ScalarType.Float64) : ToleranceBetween(reference.Outputs[0]));
            }
            exact.Dispose();
        }
        working.Dispose();
        throw new InvalidOperationException(
            $"The layers of {model.Model.GetType().Name}, computed one by one, do not give what the model gives: a module of a known " +
            "kind was changed, or a hook of your own changes what one gives. Switch " +
            "DiscoveryOptions.Verify off to go on without the trial.");
    }

    /// <summary>What goes wrong when filters of these groups are removed; <see langword="null"/> if nothing does.</summary>
    public string? Difference(IReadOnlyList<FilterGroup> groups)
    {
        var graph = new FilterGraph(_layers, GroupBuilder.Renumbered(groups), [], ModelCost.None);
        var masks = TrialMasks.For(graph);
        return masks.Select(mask => Compare(() => _exact.Slim(mask), () => _exact.Masked(mask), _tolerance))
            .FirstOrDefault(why => why is not null) ?? CompareAsIs(masks[^1]);
    }

    public void Dispose()
    {
        _exact.Dispose();
        _working.Dispose();
    }

    /// <summary>The same with the modules' own code, in the model's own type: its shapes and properties have to fit as well.</summary>
    private string? CompareAsIs(FilterMask mask)
    {
        using var scope = NewDisposeScope();
        var dense = _working.Tensors.Select((_, i) => _working.Own.Dense(i)).ToArray();
        var selection = mask.ToSelection();
        using var slim = new SlimWeights(_working.Tensors, dense, selection);
        using var masked = new MaskedWeights(_working.Tensors, dense, selection);
        return Compare(
            () => new TrialRun(_working.Evaluate(slim, _forward), []), () => new TrialRun(_working.Evaluate(masked, _forward), []),
            tolerance: null);
    }

    private static string? Compare(Func<TrialRun> slimForward, Func<TrialRun> maskedForward, double? tolerance)
    {
        using var scope = NewDisposeScope();
        TrialRun slim;
        try
        {
            slim = slimForward();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return Forward;
        }
        var masked = maskedForward();
        for (var i = 0; i < masked.Outputs.Count; i++)
        {
            var (small, whole) = (slim.Outputs[i], masked.Outputs[i]);
            if (!small.shape.SequenceEqual(whole.shape)) return "the output has another shape without some of them";
            var scale = whole.abs().max().ToDouble();
            var difference = (small - whole).abs().max().ToDouble();
            if (!(difference <= (tolerance ?? Tolerance(whole.dtype)) * scale))
            {
                return $"the output changes by {difference / scale:g2} of its size without some of them {Coupled}";
            }
        }
        foreach (var (small, whole) in slim.Readings.Zip(masked.Readings))
        {
            if (tolerance is { } allowed && !whole.Agrees(small, allowed))
            {
                return $"layer '{whole.Layer}' reads other values without some of them {Coupled}";
            }
        }
        return null;
    }

    private static bool Agrees(ExactForward exact, FilterGraph graph, ReferenceForward reference)
    {
        using var scope = NewDisposeScope();
        IReadOnlyList<Tensor> outputs;
        try
        {
            outputs = exact.Masked(FilterMask.Full(graph)).Outputs;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return false;
        }
        return outputs.Zip(reference.Outputs).All(o =>
            o.First.shape.SequenceEqual(o.Second.shape) &&
            (o.First - o.Second).abs().max().ToDouble() <= Tolerance(o.Second.dtype) * (o.Second.abs().max().ToDouble() + 1e-30));
    }

    /// <summary>
    /// The same where layers compute in float64 and hand on this type: only what lies between them is rounded, and alike in both forms but
    /// for the order of sums; a GPU may compute it with ten bits.
    /// </summary>
    private static double ToleranceBetween(Tensor output) =>
        output.dtype == ScalarType.Float32 && output.device_type == DeviceType.CPU ? 3e-6 : Tolerance(output.dtype);

    /// <summary>
    /// The largest accepted difference, relative to the largest output: rounding stays below (on GPUs convolutions may round to ten bits),
    /// a wrong channel far above.
    /// </summary>
    private static double Tolerance(ScalarType type) => type switch
    {
        ScalarType.Float64 => 1e-9,
        ScalarType.Float32 => 1e-3,
        _ => 5e-2,
    };
}
