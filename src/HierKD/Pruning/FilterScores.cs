namespace HierKD;

/// <summary>The importance score of every filter of a level.</summary>
public sealed class FilterScores
{
    private readonly float[][] _scores;

    /// <summary>Scores, group by group in the graph's order.</summary>
    /// <param name="allowed">The filters that may be on: those of the next larger level where masks are nested, else all.</param>
    /// <param name="scores">One number for each filter of each group; larger is more important.</param>
    /// <exception cref="ArgumentException">The scores do not fit the graph, or one of them is not a number.</exception>
    public FilterScores(FilterMask allowed, IEnumerable<float[]> scores)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        ArgumentNullException.ThrowIfNull(scores);
        Allowed = allowed;
        _scores = scores.ToArray();
        if (_scores.Length != Graph.Groups.Count)
        {
            throw new ArgumentException(
                $"There are scores for {_scores.Length} groups, the graph has {Graph.Groups.Count}.", nameof(scores));
        }
        foreach (var group in Graph.Groups)
        {
            var own = _scores[group.Index];
            if (own.Length != group.Filters)
            {
                throw new ArgumentException(
                    $"There are {own.Length} scores for the {group.Filters} filters of '{group.Name}'.", nameof(scores));
            }
            if (own.Any(float.IsNaN)) throw new ArgumentException($"A score of group '{group.Name}' is NaN.", nameof(scores));
        }
    }

    /// <summary>The graph whose filters are scored.</summary>
    public FilterGraph Graph => Allowed.Graph;

    /// <summary>The filters that may be on.</summary>
    public FilterMask Allowed { get; }

    /// <summary>The scores of a group, one for each filter.</summary>
    public IReadOnlyList<float> this[FilterGroup group] => _scores[group.Index];
}
