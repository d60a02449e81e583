using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Tries that a model without some filters still runs in training mode, where a forward may do what it does not do in evaluation mode. What
/// it gives there may be random, and goes with training: only its shapes have to fit.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="layers">Its layers, own tensors included.</param>
/// <param name="forward">Runs it in training mode.</param>
/// <param name="isBatched">Whether a single sample will do.</param>
/// <param name="masks">How many masks are tried.</param>
internal sealed class TrainingTrial(
    WatchedModel model, IReadOnlyList<PrunableLayer> layers, ModelForward forward, bool isBatched, int masks = 2) : IDisposable
{
    private readonly WorkingModel _working = new(model.Model, layers);

    /// <summary>What goes wrong when filters of these groups are removed; <see langword="null"/> if nothing does.</summary>
    public string? Difference(IReadOnlyList<FilterGroup> groups)
    {
        var graph = new FilterGraph(layers, GroupBuilder.Renumbered(groups), [], ModelCost.None);
        return TrialMasks.For(graph).Take(masks).Select(Failure).FirstOrDefault(why => why is not null);
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
        catch (Exception failure) when (DiscoveryWatch.IsForwards(failure))
        {
            return $"in training mode the forward pass fails without some of them: {NativeMessage.Of(failure)}";
        }
    }
}
