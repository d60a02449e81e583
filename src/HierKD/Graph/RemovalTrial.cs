using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Tries the removal of filters out: the slim model against the masked one, layers computing in float64, on the example and on values that
/// say something whatever the example is; and once as the model itself computes.
/// </summary>
internal sealed class RemovalTrial : IDisposable
{
    private const string Coupled = "(they are coupled with other channels, or with a constant)";

    private readonly WorkingModel _working;
    private readonly Func<Tensor[]> _forward;
    private readonly ExactForward _exact;
    private readonly IReadOnlyList<PrunableLayer> _layers;
    private readonly TrialVariations _variations;
    private readonly bool _onCpu;

    private RemovalTrial(
        WorkingModel working, Func<Tensor[]> forward, ExactForward exact, IReadOnlyList<PrunableLayer> layers, TrialVariations variations,
        bool onCpu)
    {
        _working = working;
        _forward = forward;
        _exact = exact;
        _layers = layers;
        _variations = variations;
        _onCpu = onCpu;
    }

    /// <param name="model">The model.</param>
    /// <param name="layers">Its layers, own tensors included.</param>
    /// <param name="forward">Runs the model on its example.</param>
    /// <param name="reference">What it computes.</param>
    /// <param name="outputs">Values that take the place of what its layers give.</param>
    public static RemovalTrial Of(
        WatchedModel model, IReadOnlyList<PrunableLayer> layers, ModelForward forward, ReferenceForward reference, RandomOutputs outputs)
    {
        var working = new WorkingModel(model.Model, layers);
        Func<Tensor[]> run = reference.IsBatched ? () => forward.RunFirst(1) : forward.Run;
        var whole = FilterMask.Full(new FilterGraph(layers, [], [], ModelCost.None));
        var exact = new ExactForward(model, working, run);
        try
        {
            if (!Agrees(exact, whole, reference))
            {
                throw new InvalidOperationException(
                    $"The layers of {model.Model.GetType().Name}, computed one by one, do not give what the model gives: a module of " +
                    "a known kind was changed, or a hook of your own changes what one gives. Switch DiscoveryOptions.Verify off to go " +
                    "on without the trial.");
            }
            var variations = TrialVariations.Find(model, exact, whole, reference, outputs, forward);
            return new RemovalTrial(working, run, exact, layers, variations, reference.Outputs[0].device_type == DeviceType.CPU);
        }
        catch
        {
            exact.Dispose();
            working.Dispose();
            throw;
        }
    }

    /// <summary>
    /// What goes wrong when some filters of all groups are removed that were found and tried with inputs of another size.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="graph">The groups.</param>
    /// <param name="forward">Runs the model on its example.</param>
    /// <param name="shapes">What goes through it, for one sample.</param>
    /// <param name="kind">How the values were varied.</param>
    public static string? DifferenceOnce(
        WatchedModel model, FilterGraph graph, ModelForward forward, CallShapes shapes, (bool Input, bool Own)? kind)
    {
        var mask = TrialMasks.For(graph)[1];
        var device = model.Device;
        var working = new WorkingModel(model.Model, graph.Layers);
        Func<Tensor[]> run = () => forward.RunFirst(1);
        using var trial = new RemovalTrial(
            working, run, new ExactForward(model, working, run), graph.Layers, TrialVariations.None, device.type == DeviceType.CPU);
        using var outputs = new RandomOutputs(shapes, device);
        return (kind is { } known ? trial.CompareVaried(mask, TrialVariations.First(known, forward, shapes, outputs)) : null)
            ?? trial.CompareAsIs(mask);
    }

    /// <summary>How values are varied.</summary>
    public (bool Input, bool Own)? Kind => _variations.Kind;

    /// <summary>Why nothing can be told of the removal of a group's filters; <see langword="null"/> if it can be tried.</summary>
    public string? Blindness(FilterGroup group) => _variations.Blind(group) is { } layer
        ? $"layer '{layer}' reads the same whatever they give, on this example: nothing can be told of their removal"
        : null;

    /// <summary>What goes wrong when filters of these groups are removed; <see langword="null"/> if nothing does.</summary>
    public string? Difference(IReadOnlyList<FilterGroup> groups)
    {
        var graph = new FilterGraph(_layers, GroupBuilder.Renumbered(groups), [], ModelCost.None);
        var masks = TrialMasks.For(graph);
        return masks.Select(
            mask => Compare(() => _exact.Slim(mask), () => _exact.Masked(mask), type => TrialTolerance.Between(type, _onCpu)))
            .Concat(Varied(masks))
            .FirstOrDefault(why => why is not null) ?? CompareAsIs(masks[^1]);
    }

    public void Dispose()
    {
        _exact.Dispose();
        _working.Dispose();
    }

    private IEnumerable<string?> Varied(IReadOnlyList<FilterMask> masks) =>
        Enumerable.Range(0, _variations.All.Count == 0 ? 0 : Math.Max(masks.Count, _variations.All.Count))
            .Select(i => CompareVaried(masks[i % masks.Count], _variations.All[i % _variations.All.Count]));

    private string? CompareVaried(FilterMask mask, TrialVariation variation) =>
        Compare(
            () => _exact.Slim(mask, variation), () => _exact.Masked(mask, variation), type => TrialTolerance.OneStep(type, _onCpu));

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
            TrialTolerance.Through);
    }

    private static string? Compare(
        Func<TrialRun> slimForward, Func<TrialRun> maskedForward, Func<ScalarType, TrialTolerance> toleranceOf)
    {
        using var scope = NewDisposeScope();
        TrialRun slim;
        try
        {
            slim = slimForward();
        }
        catch (Exception failure) when (DiscoveryWatch.IsForwards(failure))
        {
            return $"the forward pass fails without some of them (a size may be written into the forward): {NativeMessage.Of(failure)}";
        }
        var masked = maskedForward();
        for (var i = 0; i < masked.Outputs.Count; i++)
        {
            var (small, whole) = (slim.Outputs[i], masked.Outputs[i]);
            if (!small.shape.SequenceEqual(whole.shape)) return "the output has another shape without some of them";
            if (OutputChange(small, whole, toleranceOf(whole.dtype)) is { } change)
            {
                return $"the output changes by {change:g2} of its size without some of them {Coupled}";
            }
        }
        foreach (var (small, whole) in slim.Readings.Zip(masked.Readings))
        {
            if (!whole.Agrees(small, toleranceOf(whole.Type)))
            {
                return $"layer '{whole.Layer}' reads other values without some of them {Coupled}";
            }
        }
        return null;
    }

    /// <summary>The difference relative to the output; <see langword="null"/> if it is rounding.</summary>
    private static double? OutputChange(Tensor small, Tensor whole, TrialTolerance tolerance)
    {
        var (difference, size) = ((small - whole).abs().to(ScalarType.Float64), whole.abs().to(ScalarType.Float64));
        var (largest, scale) = (difference.max().ToDouble(), size.max().ToDouble());
        if (!(largest <= tolerance.Single * scale)) return largest / scale;
        var (mean, meanSize) = (difference.mean().ToDouble(), size.mean().ToDouble());
        return mean == 0 || mean <= tolerance.Overall * meanSize ? null : mean / meanSize;
    }

    private static bool Agrees(ExactForward exact, FilterMask whole, ReferenceForward reference)
    {
        using var scope = NewDisposeScope();
        IReadOnlyList<Tensor> outputs;
        try
        {
            outputs = exact.Masked(whole).Outputs;
        }
        catch (Exception failure) when (DiscoveryWatch.IsForwards(failure))
        {
            return false;
        }
        return outputs.Zip(reference.Outputs).All(o =>
            o.First.shape.SequenceEqual(o.Second.shape) &&
            (o.First - o.Second).abs().max().ToDouble()
                <= TrialTolerance.Through(o.Second.dtype).Single * (o.Second.abs().max().ToDouble() + 1e-30));
    }
}
