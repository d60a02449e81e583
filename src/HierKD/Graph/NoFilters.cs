using static TorchSharp.torch;

namespace HierKD;

/// <summary>Says why a model has no removable filters.</summary>
internal static class NoFilters
{
    public static ArgumentException Refusal(WatchedModel model, IReadOnlyList<FilterLock> locks) =>
        new($"The model {model.Model.GetType().Name} has no removable filters: {Why(model, locks)}.", nameof(model));

    private static string Why(WatchedModel model, IReadOnlyList<FilterLock> locks)
    {
        if (locks.Count == model.Layers.Count && locks.Count > 0 && locks.All(l => l.Reason == UncalledLayers.Unused))
        {
            return "the forward calls no layer of the model; a forward of your own has to call this very model";
        }
        if (locks.Count > 0) return string.Join("; ", locks.Select(l => $"{l.Layer}: {l.Reason}"));
        var script = model.Model.named_modules().Select(m => (Name: m.name, m.module)).Prepend(("The model itself", model.Model))
            .FirstOrDefault(m => m.Item2 is jit.ScriptModule);
        if (script.Item2 is not null)
        {
            return $"{script.Item1} is a TorchScript module, whose layers TorchSharp does not show; prune the model of TorchSharp's " +
                "modules that it corresponds to";
        }
        return model.Layers.Count > 0
            ? "it has no layer that makes filters (a convolution, a linear layer or an embedding)"
            : "it has no module of a kind that HierKD can shrink (convolutions, linear layers, embeddings, normalisations)" +
                (model.Opaque.Count == 0
                    ? ""
                    : $"; {string.Join(", ", model.Opaque.Select(o => $"{o.Name} is a {o.Module.GetType().Name}"))}");
    }
}
