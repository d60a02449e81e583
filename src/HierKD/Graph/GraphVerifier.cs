using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Keeps the groups whose removal is exact: the smaller model's output equals the whole model's with the same filters masked at their
/// consumers' inputs. First each group alone, then all that passed together.
/// </summary>
internal static class GraphVerifier
{
    /// <summary>The largest accepted difference, relative to the largest output: rounding stays below (on GPUs convolutions may round to ten bits), a wrong channel far above.</summary>
    private static double Tolerance(ScalarType type) => type switch
    {
        ScalarType.Float64 => 1e-9,
        ScalarType.Float32 => 1e-3,
        _ => 5e-2,
    };

    public static FilterGraph KeepVerified(
        nn.Module<Tensor, Tensor> model, Tensor exampleInput, ForwardTrace trace, (IReadOnlyList<FilterGroup> Groups, IReadOnlyList<FilterLock> Locks) candidates)
    {
        var layers = trace.Calls.Select(c => c.Layer).OfType<PrunableLayer>().Distinct().ToArray();
        var cost = ModelCost.Of(trace);
        var locks = candidates.Locks.ToList();
        var groups = new List<FilterGroup>();
        using var working = new WorkingModel(model, layers);

        foreach (var group in candidates.Groups)
        {
            if (Difference([group]) is { } why) locks.Add(new FilterLock(group.Name, why));
            else groups.Add(new FilterGroup(groups.Count, group.Name, group.Filters, group.Members));
        }
        if (groups.Count == 0)
        {
            throw new ArgumentException(
                $"The model {model.GetType().Name} has no removable filters: {string.Join("; ", locks.Select(l => $"{l.Layer}: {l.Reason}"))}.", nameof(model));
        }
        if (Difference(groups) is { } together)
        {
            throw new ArgumentException($"Filters that can be removed one layer at a time cannot be removed together: {together}.", nameof(model));
        }
        return new FilterGraph(layers, groups, locks, cost);

        string? Difference(IReadOnlyList<FilterGroup> tested)
        {
            if (tested.Any(g => g.Filters < 2)) return "it has a single filter";
            var numbered = tested.Select((g, i) => new FilterGroup(i, g.Name, g.Filters, g.Members)).ToArray();
            var graph = new FilterGraph(layers, numbered, [], cost);
            return Masks(graph).Select(mask => Compare(working, exampleInput, mask)).FirstOrDefault(why => why is not null);
        }
    }

    /// <summary>
    /// Masks of different sizes without any regularity: channels that change places between two layers would map a regular mask onto itself.
    /// </summary>
    private static IEnumerable<FilterMask> Masks(FilterGraph graph)
    {
        var random = new Random(graph.Filters);
        foreach (var removed in new[] { 0.0, 1.0 / 3, 2.0 / 3 })
        {
            yield return FilterMask.Of(graph, graph.Groups.Select(g => WithoutSome(g.Filters, Math.Clamp((int)(g.Filters * removed), 1, g.Filters - 1), random)));
        }
    }

    private static bool[] WithoutSome(int filters, int removed, Random random)
    {
        var on = Enumerable.Range(0, filters).Select(f => f >= removed).ToArray();
        random.Shuffle(on);
        return on;
    }

    private static string? Compare(WorkingModel working, Tensor exampleInput, FilterMask mask)
    {
        using var scope = NewDisposeScope();
        var dense = working.Tensors.Select((_, i) => working.Own.Dense(i)).ToArray();
        var selection = mask.ToSelection();
        using var slimWeights = new SlimWeights(working.Tensors, dense, selection);
        using var maskedWeights = new MaskedWeights(working.Tensors, dense, selection);
        var masked = working.Evaluate(maskedWeights, () => working.Module.call(exampleInput));
        Tensor slim;
        try
        {
            slim = working.Evaluate(slimWeights, () => working.Module.call(exampleInput));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return "the forward pass fails without some of them (they are coupled with other channels or with a constant in the forward)";
        }
        if (!slim.shape.SequenceEqual(masked.shape)) return "the output has another shape without some of them";
        var scale = masked.abs().max().ToDouble();
        var difference = (slim - masked).abs().max().ToDouble();
        return difference <= Tolerance(masked.dtype) * scale ? null : $"the output changes by {difference / scale:g2} of its size without some of them (they are coupled with other channels)";
    }
}
