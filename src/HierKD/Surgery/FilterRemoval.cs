using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Removes filters from a model for good: the same modules and parameter objects, smaller tensors.</summary>
/// <remarks>
/// <see cref="HierarchicalPruner.Run"/> and <see cref="PruningSession.Finish(Level)"/> do this by themselves. Here it is for masks of one's
/// own, made with
/// <see cref="FilterGraph.Discover(nn.Module, Tensor, DiscoveryOptions?, IProgress{DiscoveryProgress}?, CancellationToken)"/>
/// and an <see cref="IPruner"/> or
/// by hand.
/// </remarks>
public static class FilterRemoval
{
    /// <summary>Removes what a mask has off.</summary>
    /// <param name="model">The whole model that the mask's graph was found in, or another of the same class; it has no gradients
    /// afterwards.</param>
    /// <param name="mask">What stays.</param>
    /// <param name="optimizers">
    /// The optimizers that train the model: what they remember of its parameters (momentum, averages of squares) shrinks with it. One that
    /// is not listed has to be made anew: its state has the old shapes, and its next step fails.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The model does not have the layers and channels of the mask's graph, or an optimizer is of a kind whose state cannot be shrunk.
    /// Nothing has been changed then.
    /// </exception>
    public static void Apply(nn.Module model, FilterMask mask, params optim.Optimizer[] optimizers)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(optimizers);
        var layers = LayersOf(model, mask);
        var selection = mask.ToSelection();
        var memories = optimizers.SelectMany(o => MemoriesOf(o, layers, selection)).ToArray();
        foreach (var layer in layers)
        {
            if (!selection.Layers.TryGetValue(layer.Name, out var kept)) continue;
            LayerShrinker.Shrink(layer, kept);
            foreach (var slot in layer.Tensors.Where(t => !t.IsBuffer)) slot.Tensor.grad = null;
        }
        foreach (var (tensor, slot, kept) in memories) LayerShrinker.Shrink(tensor, slot, kept);
    }

    /// <summary>
    /// Lets an optimizer follow a model whose filters have been removed: what it remembers of the parameters shrinks to what is left of
    /// them.
    /// </summary>
    /// <param name="optimizer">An optimizer made on the model's parameters before the removal. If it holds nothing of the old shapes,
    /// nothing happens.</param>
    /// <param name="model">The model as it is now.</param>
    /// <param name="mask">What it kept: <see cref="PruningResult.Mask"/>, or what <see cref="PruningSession.Finish(Level)"/>
    /// returned.</param>
    /// <exception cref="ArgumentException">The optimizer is of a kind whose state cannot be shrunk; make a new one.</exception>
    public static void Follow(optim.Optimizer optimizer, nn.Module model, FilterMask mask)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(mask);
        var parts = new ModelParts(model);
        var layers = mask.Graph.Layers.Select(l => parts.Find(l.Name, (l as OwnTensorLayer)?.Axis)).OfType<PrunableLayer>().ToArray();
        foreach (var (tensor, slot, kept) in MemoriesOf(optimizer, layers, mask.ToSelection())
            .Where(m => !m.Tensor.shape.SequenceEqual(m.Slot.Tensor.shape))
            .ToArray())
        {
            LayerShrinker.Shrink(tensor, slot, kept);
        }
    }

    private static PrunableLayer[] LayersOf(nn.Module model, FilterMask mask)
    {
        var parts = new ModelParts(model);
        return mask.Graph.Layers.Select(expected =>
        {
            var found = parts.Find(expected.Name, (expected as OwnTensorLayer)?.Axis);
            return found is not null && (found.Outputs, found.Inputs, found.Kind) == (expected.Outputs, expected.Inputs, expected.Kind)
                ? found
                : throw new ArgumentException(
                    $"The mask is for a model with {expected}; this one has {(found is null ? "no such layer" : found.ToString())}. Give " +
                    "the whole model, from which nothing has been removed.",
                    nameof(model));
        }).ToArray();
    }

    /// <summary>The tensors that an optimizer keeps for parameters that lose channels, with the axes of the parameter.</summary>
    private static IEnumerable<(Tensor Tensor, LayerTensor Slot, LayerSelection Kept)> MemoriesOf(
        optim.Optimizer optimizer, IEnumerable<PrunableLayer> layers, ModelSelection selection)
    {
        var slots = layers.Where(l => selection.Layers.ContainsKey(l.Name))
            .SelectMany(l => l.Tensors.Select(slot => (slot.Tensor.Handle, Slot: slot, Kept: selection[l.Name])))
            .DistinctBy(s => s.Handle)
            .ToDictionary(s => s.Handle, s => (s.Slot, s.Kept));
        if (!optimizer.parameters().Any(p => slots.ContainsKey(p.Handle))) return [];
        return (OptimizerKinds.TensorsOf(optimizer) ?? throw Unknown(optimizer))
            .Where(held => slots.ContainsKey(held.Parameter.Handle))
            .Select(held => (held.Tensor, slots[held.Parameter.Handle].Slot, slots[held.Parameter.Handle].Kept));
    }

    private static ArgumentException Unknown(optim.Optimizer optimizer) => new(
        $"HierKD does not know what a {optimizer.GetType().Name} remembers of its parameters (it knows " +
        $"{string.Join(", ", OptimizerKinds.Names)}): leave it out, and make a new one after the removal.",
        nameof(optimizer));
}
