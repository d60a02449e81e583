using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Layers whose hooks never fired: either the forward does not use them, or it calls them past their hooks.</summary>
internal static class UncalledLayers
{
    /// <summary>The reason of those that a forward does without.</summary>
    public const string Unused = "the forward does not use it";

    /// <summary>A lock for each such layer, and whether it is used all the same.</summary>
    public static IReadOnlyList<(FilterLock Lock, bool IsUsed)> Find(WatchedModel model, WatchedLayer[] called, ProbePass pass)
    {
        var uncalled = model.Layers.Where(l => !called.Contains(l)).Select(l => l.Layer).ToArray();
        if (uncalled.Length == 0) return [];
        using var working = new WorkingModel(model.Model, uncalled);
        return uncalled.Select(layer =>
        {
            var isUsed = IsUsed(working, layer, pass);
            var reason = isUsed
                ? $"the forward calls it past its hooks: write {layer.Name}.call(x) in place of {layer.Name}.forward(x)"
                : Unused;
            return (new FilterLock(layer.Name, reason, (int)layer.Outputs, (int)layer.Outputs), isUsed);
        }).ToArray();
    }

    /// <summary>Whether NaN in the layer's tensors reaches anything.</summary>
    private static bool IsUsed(WorkingModel working, PrunableLayer layer, ProbePass pass)
    {
        using var scope = NewDisposeScope();
        var values = working.Tensors
            .Select((t, i) => t.Layer == layer ? full_like(working.Own.Dense(i), double.NaN) : working.Own.Dense(i))
            .ToArray();
        var reached = false;
        working.Evaluate(new DirectWeights(values, ModelSelection.Everything), () =>
        {
            pass.Run([ProbePattern.Nothing], probesPerPass: 1, (_, _, _) => reached = true);
            return true;
        });
        return reached;
    }
}
