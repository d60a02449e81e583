namespace HierKD;

/// <summary>How the final scores of a level's filters are distributed, those that stayed and those that went.</summary>
/// <remarks>
/// The scores are those of the run's <see cref="ISaliencyScorer"/> as they were accumulated up to the end of the joint phase, divided by
/// the mean absolute score of the filter's group (<see cref="ScoreNormalization.Mean"/>), so that 1 is an average filter, whatever the
/// pruner itself divides by. They are what a pruner would be shown then: a filter that had gone before the last step has the score that it
/// went with, moved behind those of its group that stayed. Counted are the filters that the level had to decide about: with nested masks
/// those that are on in the next larger level, else all.
/// </remarks>
/// <param name="Level">The level's name.</param>
/// <param name="Edges">The bounds of the bins, rising, one more than there are bins. The first bin holds all that is lower as well, the
/// last all that is higher.</param>
/// <param name="Kept">For each bin, how many filters stayed.</param>
/// <param name="Removed">For each bin, how many filters went.</param>
public sealed record ScoreHistogram(string Level, IReadOnlyList<double> Edges, IReadOnlyList<int> Kept, IReadOnlyList<int> Removed)
{
    private const int Bins = 24;

    /// <summary>A few outstanding filters would squeeze all others into one bin; they share the last one, or the first.</summary>
    private const double Shown = 0.98;

    internal static ScoreHistogram Of(string level, FilterScores scores, FilterMask mask)
    {
        var filters = scores.Graph.Groups.SelectMany(group =>
        {
            var normalised = LayerScale.Normalize(scores[group], scores.Allowed[group], ScoreNormalization.Mean);
            return Enumerable.Range(0, group.Filters)
                .Where(f => scores.Allowed[group][f])
                .Select(f => (Score: normalised[f], IsKept: mask[group][f]));
        }).ToArray();
        var finite = filters.Select(f => f.Score).Where(double.IsFinite).Order().ToArray();
        var (low, high) = finite.Length == 0
            ? (0, 1)
            : (Math.Min(0, finite[(int)((1 - Shown) * (finite.Length - 1))]), finite[(int)(Shown * (finite.Length - 1))]);
        if (!(high > low)) high = low + 1;
        var width = (high - low) / Bins;
        var (kept, removed) = (new int[Bins], new int[Bins]);
        foreach (var (score, isKept) in filters)
        {
            // An infinite score leaves its group without a scale.
            var bin = double.IsNaN(score) ? 0 : (int)Math.Clamp(Math.Floor((score - low) / width), 0, Bins - 1);
            (isKept ? kept : removed)[bin]++;
        }
        return new ScoreHistogram(level, Enumerable.Range(0, Bins + 1).Select(i => low + i * width).ToArray(), kept, removed);
    }

    /// <summary>The score below which a share of the counted filters lies, as far as the bins tell.</summary>
    internal double Quantile(IReadOnlyList<int> counts, double share)
    {
        var (wanted, below) = (share * counts.Sum(), 0.0);
        for (var i = 0; i < counts.Count; i++)
        {
            if (counts[i] > 0 && below + counts[i] >= wanted) return Edges[i] + (Edges[i + 1] - Edges[i]) * (wanted - below) / counts[i];
            below += counts[i];
        }
        return Edges[^1];
    }
}
