namespace HierKD;

/// <summary>
/// What a forward pass is expected to take at any widths: the times of its layers, and for what lies between them (activations, additions,
/// pooling) a time for each value that the layers make.
/// </summary>
internal sealed class WidthTimes
{
    private readonly IReadOnlyList<WidthLayer> _layers;
    private readonly int[][] _layersOf;
    private readonly LayerCalls _calls;
    private readonly Func<LayerCall, LayerSelection, double?> _timeOf;
    private double _perValue;

    /// <param name="graph">The groups.</param>
    /// <param name="calls">On what the whole model calls its layers.</param>
    /// <param name="timeOf">What a call takes at some width, in milliseconds; <see langword="null"/> if that is not known.</param>
    public WidthTimes(FilterGraph graph, LayerCalls calls, Func<LayerCall, LayerSelection, double?> timeOf)
    {
        (_calls, _timeOf, _layers) = (calls, timeOf, WidthLayer.Of(graph));
        _layersOf =
        [
            .. graph.Groups.Select(g => Enumerable.Range(0, _layers.Count).Where(i => _layers[i].Groups.Contains(g.Index)).ToArray())
        ];
    }

    /// <summary>Lets what lies between the layers take what a measured forward pass leaves for it.</summary>
    /// <param name="widths">The widths that were measured.</param>
    /// <param name="measured">The whole pass, in milliseconds.</param>
    /// <param name="others">What layers take whose widths stay.</param>
    public void Fit(int[] widths, double measured, double others)
    {
        _perValue = 0;
        var values = _layers.Sum(l => Values(l, l.At(widths)));
        if (Of(widths) is { } layers && values > 0) _perValue = Math.Max(0, measured - layers - others) / values;
    }

    /// <summary>The expected time, in milliseconds; <see langword="null"/> if a layer could not be timed.</summary>
    public double? Of(int[] widths) => Sum(Enumerable.Range(0, _layers.Count), widths);

    /// <summary>The part of it that depends on a group.</summary>
    public double? Of(int[] widths, int group) => Sum(_layersOf[group], widths);

    /// <summary>What the layers cost.</summary>
    public double Cost(int[] widths, Func<LayerCost, double> measure) => _layers.Sum(l => measure(l.At(widths).Cost));

    /// <summary>The part of it that depends on a group.</summary>
    public double Cost(int[] widths, int group, Func<LayerCost, double> measure) =>
        _layersOf[group].Sum(i => measure(_layers[i].At(widths).Cost));

    /// <summary>Asks for all times anew.</summary>
    public void Forget()
    {
        foreach (var layer in _layers) layer.Forget();
    }

    private double? Sum(IEnumerable<int> layers, int[] widths)
    {
        var sum = 0.0;
        foreach (var i in layers)
        {
            if (Time(_layers[i], _layers[i].At(widths)) is not { } time) return null;
            sum += time;
        }
        return sum;
    }

    private double? Time(WidthLayer layer, WidthPoint point)
    {
        if (point.Time is { } known) return known + (_perValue * Values(layer, point));
        var sum = 0.0;
        foreach (var call in _calls[layer.Layer])
        {
            if (_timeOf(call, point.Kept) is not { } time) return null;
            sum += time;
        }
        point.Time = sum;
        return sum + (_perValue * Values(layer, point));
    }

    /// <summary>What a carrier passes on was counted where it was made.</summary>
    private long Values(WidthLayer layer, WidthPoint point) =>
        layer.Layer.Role == LayerRole.Mixing ? point.Values ??= _calls[layer.Layer].Sum(c => c.ValuesOf(point.Kept)) : 0;
}
