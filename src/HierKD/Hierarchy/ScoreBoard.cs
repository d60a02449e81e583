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

    public ScoreBoard(FilterGraph graph, Device device)
    {
        _graph = graph;
        _scores = graph.Groups.Select(g => zeros(g.Filters, dtype: float32, device: device).DetachFromDisposeScope()).ToArray();
        _states = graph.Groups.Select(g => zeros(g.Filters, dtype: float32, device: device).DetachFromDisposeScope()).ToArray();
        _started = new bool[graph.Groups.Count];
    }

    /// <summary>The scores, a tensor for each group.</summary>
    public IReadOnlyList<Tensor> Scores => _scores;

    /// <summary>What they are accumulated with.</summary>
    public IReadOnlyList<Tensor> States => _states;

    /// <summary>For each group, whether it has been scored.</summary>
    public IReadOnlyList<bool> Scored => _started;

    /// <summary>Whether every group has been scored at least once.</summary>
    public bool IsComplete => _started.All(x => x);

    /// <summary>Adds one step's numbers for the filters of a group that were on in that step.</summary>
    public void Add(FilterGroup group, int[] filters, Tensor numbers, ScoreAccumulation accumulation)
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
    }

    /// <summary>Takes over which groups have been scored, after their scores were written.</summary>
    public void RestoreScored(bool[] scored) => scored.CopyTo(_started, 0);

    public FilterScores Read(FilterMask allowed) => new(allowed, _graph.Groups.Select(Read));

    public void Dispose()
    {
        foreach (var tensor in _scores.Concat(_states)) tensor.Dispose();
    }

    private float[] Read(FilterGroup group)
    {
        using var host = _scores[group.Index].cpu();
        return host.data<float>().ToArray();
    }
}
