using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The gradients of the shared weights while one batch goes through the levels, from the largest to the smallest; those of earlier batches
/// are set aside meanwhile, and added at the end.
/// </summary>
internal sealed class SharedGradients : IDisposable
{
    private readonly WorkingModel _working;
    private readonly (Parameter Parameter, Tensor? Earlier)[] _earlier;

    public SharedGradients(WorkingModel working, IEnumerable<Parameter> shared)
    {
        _working = working;
        _earlier = shared.Select(p => (Parameter: p, Earlier: (Tensor?)p.grad)).ToArray();
        foreach (var (parameter, _) in _earlier) parameter.grad = null;
    }

    /// <summary>Takes what larger levels have left on the weights that a level has.</summary>
    public void Clear(Level level)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var kept = level.Mask.ToSelection();
        for (var i = 0; i < _working.Tensors.Count; i++)
        {
            var dense = level.Values.Values[i];
            if (level.Values.IsPrivate(i) || dense.grad is not { } gradient) continue;
            using var indices = TensorIndices.For(_working.Tensors[i], kept, dense.shape);
            if (indices is null) gradient.zero_();
            else indices.Clear(gradient);
        }
    }

    /// <summary>Adds the gradients of earlier batches.</summary>
    public void Dispose()
    {
        foreach (var (parameter, earlier) in _earlier)
        {
            if (earlier is not null) Gradients.Add(parameter, earlier);
        }
    }
}
