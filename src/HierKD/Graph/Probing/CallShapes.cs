using static TorchSharp.torch;

namespace HierKD;

/// <summary>The shapes that go through a model in one forward pass.</summary>
internal sealed class CallShapes
{
    private readonly Dictionary<WatchedLayer, List<int>> _positions = [];

    /// <param name="calls">Each call of a layer.</param>
    /// <param name="outputs">The shapes of the model's outputs.</param>
    public CallShapes(IReadOnlyList<CallShape> calls, IReadOnlyList<long[]> outputs)
    {
        (Calls, Outputs) = (calls, outputs);
        for (var i = 0; i < calls.Count; i++)
        {
            if (!_positions.TryGetValue(calls[i].Watched, out var own)) _positions[calls[i].Watched] = own = [];
            own.Add(i);
        }
    }

    public IReadOnlyList<CallShape> Calls { get; }

    public IReadOnlyList<long[]> Outputs { get; }

    /// <summary>The values that the layers give.</summary>
    public long Values => Calls.Sum(c => c.Values);

    public static CallShapes Of(WatchedModel model, Func<Tensor[]> forward)
    {
        List<CallShape> calls = [];
        var outputs = ForwardRecorder.Visit(
            model.Layers, forward, (watched, input, output) => calls.Add(CallShape.Of(watched, input, output)), given => given.shape);
        return new CallShapes(calls, outputs);
    }

    /// <summary>Where a layer's call stands among all; -1 if there are not as many.</summary>
    public int PositionOf(WatchedLayer watched, int call) =>
        _positions.TryGetValue(watched, out var own) && call < own.Count ? own[call] : -1;

    /// <summary>Whether all layers are called that are called in another pass.</summary>
    public bool Covers(CallShapes other) => other._positions.Keys.All(_positions.ContainsKey);

    /// <summary>
    /// Whether the same layers are called in the same order on as many channels, and every map is smaller or the same, but none a single
    /// position that was more: there what lies beside each other and what is one behind the other looks alike.
    /// </summary>
    public bool IsSmaller(CallShapes whole) =>
        Calls.Select(c => c.Watched).SequenceEqual(whole.Calls.Select(c => c.Watched))
        && Calls.Zip(whole.Calls).All(c => c.First.IsSmaller(c.Second))
        && Outputs.Select(o => o.Length).SequenceEqual(whole.Outputs.Select(o => o.Length));
}
