using HierKD;
using TorchSharp;
using static TorchSharp.torch;

namespace Study.Oracle;

/// <summary>Scores by the first of several criteria, and notes what the others say of the same pass.</summary>
internal sealed class CriteriaRecorder(IReadOnlyList<Criterion> criteria) : ISaliencyScorer
{
    private readonly Dictionary<(int Kept, string Criterion, int Group), double[]> _sums = [];

    /// <summary>Whether passes are noted.</summary>
    public bool IsOn { get; set; }

    public bool NeedsActivations => true;

    public Tensor Score(FilterGroup group, LevelStep step)
    {
        if (IsOn)
        {
            foreach (var criterion in criteria.Where(c => !c.NeedsNorms || step.Norms(group).Any()))
            {
                Add((step.Scored.Kept, criterion.Name, group.Index), criterion.Scorer.Score(group, step));
            }
        }
        return criteria[0].Scorer.Score(group, step);
    }

    /// <summary>
    /// The sum over the noted passes of a level, known by the number of its filters: one number for each filter that is on in it; null if
    /// the criterion has nothing to say.
    /// </summary>
    public double[]? Of(FilterMask mask, Criterion criterion, FilterGroup group)
    {
        if (!_sums.TryGetValue((mask.Kept, criterion.Name, group.Index), out var sum)) return null;
        return criterion.AbsoluteAfter ? sum.Select(Math.Abs).ToArray() : sum;
    }

    private void Add((int, string, int) key, Tensor numbers)
    {
        var values = numbers.detach().cpu().to(float64).data<double>().ToArray();
        if (_sums.TryGetValue(key, out var sum)) values = values.Zip(sum, (a, b) => a + b).ToArray();
        _sums[key] = values;
    }
}
