using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Tries that a model without some filters still runs in training mode, where a forward may do what it does not do in evaluation mode. What
/// it gives there may be random, and goes with training: only its shapes have to fit.
/// </summary>
internal sealed class TrainingTrial(WatchedModel model, IReadOnlyList<PrunableLayer> layers, ModelForward forward, bool isBatched)
    : IDisposable
{
    private readonly WorkingModel _working = new(model.Model, layers);

    /// <summary>What goes wrong when filters of these groups are removed; <see langword="null"/> if nothing does.</summary>
    public string? Difference(IReadOnlyList<FilterGroup> groups)
    {
        var graph = new FilterGraph(layers, GroupBuilder.Renumbered(groups), [], ModelCost.None);
        var masks = TrialMasks.For(graph);
        return Failure(masks[0]) ?? Failure(masks[1]);
    }

    public void Dispose() => _working.Dispose();

    private string? Failure(FilterMask mask)
    {
        using var scope = NewDisposeScope();
        var dense = _working.Tensors.Select((_, i) => _working.Own.Dense(i)).ToArray();
        using var slim = new SlimWeights(_working.Tensors, dense, mask.ToSelection());
        try
        {
            _ = _working.Evaluate(slim, () => isBatched ? forward.RunFirst(1) : forward.Run());
            return null;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return $"in training mode the forward pass fails without some of them: {NativeMessage.Of(failure)}";
        }
    }
}
