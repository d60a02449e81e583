using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The accumulated importance scores of one level, a tensor for each group.</summary>
internal sealed class ScoreBoard : IDisposable
{
    private readonly FilterGraph _graph;
    private readonly Tensor[] _scores;
    private readonly Tensor[] _states;
    private readonly bool[] _started;
    private readonly int[][] _latest;
    private readonly long[] _latestStep;

    public ScoreBoard(FilterGraph graph, Device device)
    {
        _graph = graph;
        _scores = graph.Groups.Select(g => zeros(g.Filters, dtype: float32, device: device).DetachFromDisposeScope()).ToArray();
        _states = graph.Groups.Select(g => zeros(g.Filters, dtype: float32, device: device).DetachFromDisposeScope()).ToArray();
        _started = new bool[graph.Groups.Count];
        _latest = graph.Groups.Select(g => Enumerable.Range(0, g.Filters).ToArray()).ToArray();
        _latestStep = new long[graph.Groups.Count];
    }

    /// <summary>The scores, a tensor for each group.</summary>
    public IReadOnlyList<Tensor> Scores => _scores;

    /// <summary>What they are accumulated with.</summary>
    public IReadOnlyList<Tensor> States => _states;

    /// <summary>Whether every group has been scored at least once.</summary>
    public bool IsComplete => _started.All(x => x);

    /// <summary>Adds the numbers of one pass of a step for the filters of a group that were on in that pass.</summary>
    public void Add(FilterGroup group, int[] filters, Tensor numbers, ScoreAccumulation accumulation, long step)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        numbers = numbers.detach().to(float32, _scores[group.Index].device);
        var index = torch.tensor(filters.Select(f => (long)f).ToArray(), device: numbers.device);
        var score = _scores[group.Index].index_select(0, index);
        var state = _states[group.Index].index_select(0, index);
        var next = accumulation.Next(score, state, numbers, first: !_started[group.Index]);
        _scores[group.Index].index_copy_(0, index, next);
        _states[group.Index].index_copy_(0, index, state);
        _started[group.Index] = true;
        // Several levels' passes may score a filter group in one step.
        _latest[group.Index] = _latestStep[group.Index] == step ? _latest[group.Index].Union(filters).Order().ToArray() : filters;
        _latestStep[group.Index] = step;
    }

    /// <summary>What a checkpoint has to know beside the tensors.</summary>
    public ScoreMarks Marks
    {
        get => new(_started, _latest);
        set
        {
            value.Started.CopyTo(_started, 0);
            value.Latest.CopyTo(_latest, 0);
        }
    }

    /// <summary>
    /// The scores for a selection. A filter that the last step did not score still has the score that it went off with, from a time when
    /// all scores were larger or smaller than they are now. It must not come back only because the others' have fallen: as a candidate it
    /// stands behind every filter of its group that was scored, with the order among such filters kept.
    /// </summary>
    public FilterScores ForSelection(FilterMask allowed) => new(allowed, _graph.Groups.Select(g => OffBehindOn(Read(g), _latest[g.Index])));

    public FilterScores Read(FilterMask allowed) => new(allowed, _graph.Groups.Select(Read));

    public void Dispose()
    {
        foreach (var tensor in _scores.Concat(_states)) tensor.Dispose();
    }

    private static float[] OffBehindOn(float[] scores, int[] scored)
    {
        if (scored.Length == 0 || scored.Length == scores.Length) return scores;
        var off = Enumerable.Range(0, scores.Length).Except(scored).ToArray();
        var (lowest, highest) = (scored.Min(f => scores[f]), off.Max(f => scores[f]));
        if (highest < lowest) return scores;
        // Positive scores stay positive, as normalisation expects of them.
        foreach (var f in off)
        {
            scores[f] = Math.Min(lowest > 0 ? scores[f] * (lowest / highest) : scores[f] - (highest - lowest), MathF.BitDecrement(lowest));
        }
        return scores;
    }

    private float[] Read(FilterGroup group)
    {
        using var host = _scores[group.Index].cpu();
        return host.data<float>().ToArray();
    }
}
