using System.Globalization;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Selects the masks of a session's levels as their targets say, each within the next larger one unless masks are free.</summary>
internal sealed class LevelMasks : IDisposable
{
    /// <summary>Times closer than this, as fractions of the whole model's, cannot be told apart.</summary>
    private const double LatencyTolerance = 0.01;

    private readonly FilterGraph _graph;
    private readonly FilterMask _original;
    private readonly IPruner _pruner;
    private readonly string _named;
    private readonly Measure _measure;
    private readonly bool _nested;
    private readonly RelativeLatency? _latency;
    private readonly Func<FilterMask, double> _cost;
    private readonly BudgetSearch _search;
    private readonly IReadOnlyCollection<PartLimit> _limits;

    public LevelMasks(WorkingModel working, OriginalLevel original, IReadOnlyList<Tensor> exampleInputs, SessionOptions options)
    {
        var graph = original.Mask.Graph;
        (_original, _limits) = (original.Mask, options.Limits);
        (_graph, _measure, _nested, _named) = (graph, options.Chain.Measure, options.NestedMasks, options.Pruner.GetType().Name);
        _pruner = LimitedPruner.Around(options.Pruner, graph, options.Limits, even: _measure != Measure.Filters, nameof(options));
        if (_measure == Measure.Latency) _latency = new RelativeLatency(working, exampleInputs, options.Clock);
        _cost = RelativeCost.Of(_measure, graph, mask => _latency!.Of(mask));
        _search = new BudgetSearch(_cost, _latency is null ? 0 : LatencyTolerance);
    }

    /// <exception cref="ArgumentException">The pruner cannot remove so much.</exception>
    public void RequireReachable(SessionOptions options)
    {
        var wanted = options.Chain.Student.Ratio;
        var largest = LargestRatio(_pruner);
        // The largest ratio is reachable although rounding may say otherwise.
        if (wanted <= largest + 1e-9) return;
        var whose = _pruner is LimitedPruner
            ? string.Create(CultureInfo.InvariantCulture,
                $"the limits ({string.Join("; ", options.Limits)}) or the pruner keep; without SessionOptions.Limits " +
                $"{Rounded(LargestRatio(options.Pruner))} could be reached, with them")
            : "the pruner keeps in each;";
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"The student's ratio {wanted} of the {_measure.Name()} leaves layers without the filters that {whose} " +
            $"the largest ratio for this model is {Rounded(largest)}."),
            nameof(options));

        static double Rounded(double ratio) => Math.Floor(ratio * 1000) / 1000;
    }

    /// <summary>How much a pruner can remove; small models on a busy machine may be measured slower than the whole one.</summary>
    private double LargestRatio(IPruner pruner) =>
        Math.Max(0, _measure == Measure.Filters ? pruner.LargestRatio(_graph) : 1 - _cost(SmallestMask.Of(pruner, _graph)));

    /// <summary>The masks, from the student to the largest level.</summary>
    /// <param name="levels">The levels, from the student to the largest.</param>
    /// <param name="fraction">How much of its ratio each level removes.</param>
    /// <param name="timed">Brings a level's widths to what the device computes fast; given the level, its scores and what the pruner
    /// chose.</param>
    public FilterMask[] Select(
        IReadOnlyList<Level> levels, double fraction, Func<Level, FilterScores, FilterMask, FilterMask>? timed = null)
    {
        var masks = new FilterMask[levels.Count];
        var allowed = _original;
        // What a finished level lacks already is not shrunk a second time.
        var begin = _original.Ratio > 0 ? Math.Max(0, 1 - _cost(_original)) : 0;
        for (var i = levels.Count - 1; i >= 0; i--)
        {
            var ratio = begin + ((levels[i].Plan.Ratio - begin) * fraction);
            masks[i] = ratio > 0 ? Select(levels[i], allowed, ratio) : allowed;
            if (timed is not null && ratio > 0) masks[i] = timed(levels[i], levels[i].Scores.ForSelection(allowed), masks[i]);
            if (_nested) allowed = masks[i];
        }
        return masks;
    }

    /// <summary>What a level may cost beyond what its mask does, in the chain's measure: filters, parameters, multiply-adds.</summary>
    public double Spare(Level level, FilterMask mask) => _measure switch
    {
        Measure.Latency => 0,
        Measure.Filters => Math.Max(0, ((1 - level.Plan.Ratio) * _graph.Filters) - mask.Kept),
        _ => Math.Max(0, 1 - level.Plan.Ratio - _cost(mask)) * Whole,
    };

    /// <summary>What each group keeps at least whatever its scores: in a part with limits all that the pruner chose.</summary>
    public int[] Least(FilterMask chosen)
    {
        var smallest = SmallestMask.Of(_pruner, _graph);
        return
        [
            .. _graph.Groups.Select(g => _limits.Any(limit => limit.Concerns(g))
                ? chosen.KeptFilters(g).Length
                : Math.Min(smallest.KeptFilters(g).Length, chosen.KeptFilters(g).Length))
        ];
    }

    public void Dispose() => _latency?.Dispose();

    private double Whole => _measure == Measure.Parameters
        ? _graph.Cost.Parameters(FilterMask.Full(_graph))
        : _graph.Cost.MultiplyAdds(FilterMask.Full(_graph));

    private FilterMask Select(Level level, FilterMask allowed, double ratio)
    {
        if (!level.Scores.IsComplete)
        {
            throw new InvalidOperationException(
                $"The filters of level '{level.Name}' have no scores yet: call ScoreOriginal or Backward before UpdateMasks.");
        }
        var scores = level.Scores.ForSelection(allowed);
        var mask = _measure == Measure.Filters
            ? SmallestMask.Require(_pruner, _graph, _pruner.Select(scores, ratio))
            : WithinBudget(level, scores, 1 - ratio);
        if (!mask.IsWithin(allowed))
        {
            throw new InvalidOperationException(
                $"The pruner {_named} turned a filter of level '{level.Name}' on that its teacher has off.");
        }
        return mask;
    }

    private FilterMask WithinBudget(Level level, FilterScores scores, double budget)
    {
        if (_search.Fits(scores.Allowed, budget)) return scores.Allowed;
        var mask = _search.Largest(_pruner, scores, budget);
        // A time that was short enough at the start may be measured a little longer now; that must not end a training.
        if (_latency is not null || _search.Fits(mask, budget)) return mask;
        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
            $"The pruner {_named} keeps at least {_cost(mask):0.###} of the {_measure.Name()} in level '{level.Name}', " +
            $"which may have {budget:0.###}."));
    }
}
