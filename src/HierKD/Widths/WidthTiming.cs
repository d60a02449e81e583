using static TorchSharp.torch;

namespace HierKD;

/// <summary>Brings the widths of a level to what the device computes fast.</summary>
internal sealed class WidthTiming : IDisposable
{
    /// <summary>How often each layer is timed, some time apart.</summary>
    public const int Passes = 3;

    private const int WarmUps = 2, Rounds = 9;

    private readonly WorkingModel _working;
    private readonly FilterGraph _graph;
    private readonly Tensor[] _inputs;
    private readonly TimedWidths _options;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _cancellation;
    private readonly Lazy<LayerCalls> _calls;

    public WidthTiming(
        WorkingModel working, FilterGraph graph, IReadOnlyList<Tensor> inputs, TimedWidths options, TimeProvider clock,
        CancellationToken cancellation = default)
    {
        (_working, _graph, _options, _clock, _cancellation) = (working, graph, options, clock, cancellation);
        _inputs = ModelInputs.CopyTo(inputs, working.Tensors[0].Tensor.device);
        _calls = new Lazy<LayerCalls>(() => LayerCalls.Of(working, graph.Layers, _inputs));
    }

    /// <param name="level">The level's name.</param>
    /// <param name="scores">Its scores, and what may be on.</param>
    /// <param name="chosen">What the pruner chose.</param>
    /// <param name="least">What each group keeps at least.</param>
    /// <param name="measure">What the budget is of.</param>
    /// <param name="spare">What may be spent beyond what <paramref name="chosen"/> costs, in the same measure.</param>
    /// <returns>The level's mask, and what was found.</returns>
    public (FilterMask Mask, WidthChoice Choice) Of(
        string level, FilterScores scores, FilterMask chosen, int[] least, Measure measure, double spare)
    {
        var start = _clock.GetTimestamp();
        var timer = new LayerTimer(_working, _clock, TimeSpan.FromSeconds(_options.MostSeconds), _cancellation);
        var times = new WidthTimes(_graph, _calls.Value, timer.Of);
        var widths = Widths(chosen);
        var before = Latencies(chosen);
        times.Fit(widths, Latency.Of(before[1], batchSize: 1).MedianMilliseconds, Others(timer));
        var budget = new WidthBudget(times, measure, widths, spare, Worth(scores, chosen), _options.Tolerance);
        var candidates = _graph.Groups.Select(g => WidthCandidates.Of(
            least[g.Index], widths[g.Index], scores.Allowed.KeptFilters(g).Length, g.Filters));
        var search = new WidthSearch(times, budget, [.. candidates]);
        var found = search.From(widths);
        // A machine that was busy for a while has made what it timed then look slow.
        for (var pass = 1; pass < Passes; pass++)
        {
            timer.TimeAgain();
            times.Forget();
            found = search.From(widths);
        }
        var mask = FilterMask.Of(_graph, _graph.Groups.Select(g => StrongestFilters.Of(scores, g, chosen, found[g.Index])));
        var differ = !found.SequenceEqual(widths);
        var measured = differ ? Latencies(chosen, mask) : [before[0], before[1], before[1]];
        var isTaken = differ && Ratio(measured[2], measured[1]).HighMilliseconds < 1;
        var samples = Math.Max(1, ModelInputs.Samples(_inputs));
        var choice = new WidthChoice(
            level, isTaken, Changes(widths, found), Latency.Of(measured[1], samples), Latency.Of(measured[2], samples),
            Latency.Of(measured[0], samples), _graph.Cost.MultiplyAdds(chosen), _graph.Cost.MultiplyAdds(mask), chosen.Kept, mask.Kept,
            timer.Timed, _clock.GetElapsedTime(start).TotalSeconds);
        return (isTaken ? mask : chosen, choice);
    }

    public void Dispose() => new OwnedTensors(_inputs).Dispose();

    private int[] Widths(FilterMask mask) => [.. _graph.Groups.Select(g => mask.KeptFilters(g).Length)];

    private WidthChange[] Changes(int[] before, int[] after) =>
    [
        .. _graph.Groups.Where(g => before[g.Index] != after[g.Index])
            .Select(g => new WidthChange(g.Name, before[g.Index], after[g.Index]))
    ];

    /// <summary>For each group and width the scores of the filters that would be on, relative to the group's mean.</summary>
    internal static double[][] Worth(FilterScores scores, FilterMask chosen) =>
    [
        .. scores.Graph.Groups.Select(group =>
        {
            var own = LayerScale.Normalize(scores[group], scores.Allowed[group], ScoreNormalization.Mean);
            var sum = new double[group.Filters + 1];
            var order = StrongestFilters.Order(scores, group, chosen).ToArray();
            for (var i = 0; i < group.Filters; i++) sum[i + 1] = sum[i] + (i < order.Length ? own[order[i]] : 0);
            return sum;
        })
    ];

    /// <summary>The times of one as a fraction of another's in the same round.</summary>
    private static Latency Ratio(IReadOnlyList<double> times, IReadOnlyList<double> others) =>
        Latency.Of([.. times.Zip(others, (time, other) => time / Math.Max(other, double.Epsilon))], batchSize: 1);

    /// <summary>What layers take that belong to no group.</summary>
    private double Others(LayerTimer timer)
    {
        var members = _graph.Groups.SelectMany(g => g.Members).Select(m => m.Target).ToHashSet();
        return _graph.Layers.Where(l => !members.Contains(l))
            .SelectMany(l => _calls.Value[l]).Sum(c => timer.Of(c, default) ?? 0);
    }

    /// <summary>Times of forward passes, in rounds in which the whole model and those under masks take turns.</summary>
    private IReadOnlyList<double>[] Latencies(params FilterMask[] masks)
    {
        using var scope = NewDisposeScope();
        var whole = _working.Tensors.Select((_, i) => _working.Own.Dense(i)).ToArray();
        var slim = masks.Select(m => new SlimWeights(_working.Tensors, whole, m.ToSelection())).ToArray();
        try
        {
            return LatencyMeter.Times(_working, [_working.Own, .. slim], _inputs, _clock, Rounds, WarmUps, _cancellation);
        }
        finally
        {
            foreach (var weights in slim) weights.Dispose();
        }
    }
}
