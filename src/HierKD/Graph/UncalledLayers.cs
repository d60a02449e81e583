using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Layers whose hooks never fired: either the forward does not use them, or it calls them past their hooks.</summary>
internal static class UncalledLayers
{
    public static IEnumerable<FilterLock> Explain(WatchedModel model, ModelForward forward, ReferenceForward reference, ProbePass pass)
    {
        var called = reference.Calls.Select(c => c.Watched).ToHashSet();
        var uncalled = model.Layers.Where(l => !called.Contains(l)).ToArray();
        if (uncalled.Length == 0) yield break;
        using var working = new WorkingModel(model.Model, [.. uncalled.Select(u => u.Layer)]);
        foreach (var watched in uncalled)
        {
            var layer = watched.Layer;
            var reason = IsUsed(working, layer, pass)
                ? $"the forward calls it past its hooks: write {layer.Name}.call(x) in place of {layer.Name}.forward(x)"
                : "the forward does not use it in evaluation mode";
            yield return new FilterLock(layer.Name, reason, (int)layer.Outputs, (int)layer.Outputs);
        }
    }

    /// <summary>Whether NaN in the layer's tensors reaches anything.</summary>
    private static bool IsUsed(WorkingModel working, PrunableLayer layer, ProbePass pass)
    {
        using var scope = NewDisposeScope();
        var values = working.Tensors.Select((t, i) => t.Layer == layer ? full_like(working.Own.Dense(i), double.NaN) : working.Own.Dense(i)).ToArray();
        var reached = false;
        working.Evaluate(new DirectWeights(values, ModelSelection.Everything), () =>
        {
            pass.Run([ProbePattern.Nothing], probesPerPass: 1, (_, _, _) => reached = true);
            return true;
        });
        return reached;
    }
}
