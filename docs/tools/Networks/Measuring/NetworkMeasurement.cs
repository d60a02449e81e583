using System.Diagnostics;
using HierKD.Tests;

namespace HierKD.Networks;

/// <summary>Finds out about one network.</summary>
internal static class NetworkMeasurement
{
    public static NetworkRow Of(NetworkCase network, int seed)
    {
        using var scope = NewDisposeScope();
        using var model = TrainedWeights.Give(network.Create(), seed);
        model.eval();
        var example = network.MakeInputs(seed, samples: 1);
        var row = new NetworkRow
        {
            Network = network.Name,
            Input = string.Join(" and ", network.Inputs.Select(i => string.Join('x', i))),
            Parameters = model.parameters().Sum(p => p.numel()),
            PublishedGiga = network.PublishedGiga,
            WhyPublishedDiffers = network.WhyPublishedDiffers,
        };
        try
        {
            return Measured(row, network, model, example, seed);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            var refused = failure is ArgumentException or InvalidOperationException;
            return row with
            {
                Refused = failure is ArgumentException { ParamName: { } parameter }
                    ? failure.Message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal)
                    : failure.Message,
                Mistakes = refused && network.IsRefused ? [] : [$"it should not fail: {failure}"],
            };
        }
    }

    private static NetworkRow Measured(NetworkRow row, NetworkCase network, nn.Module model, Tensor[] example, int seed)
    {
        var (graph, seconds) = Discover(network, model, example, verify: true);
        var (search, searchSeconds) = Discover(network, model, example, verify: false);
        var (full, half) = (FilterMask.Full(graph), HalfMask.Of(graph, seed));
        var (referenceLayers, differences) = ReferenceCost.Compare(network, graph.Cost.Layers(full));
        long counted;
        using (no_grad()) counted = HookedMultiplyAdds.Of(model, () => network.Call(model, example));
        var check = RemovalCheck.Of(network, model, half, example, network.MakeInputs(seed + 1, samples: 2));
        row = row with
        {
            MultiplyAdds = graph.Cost.MultiplyAdds(full),
            Groups = graph.Groups.Count,
            Filters = graph.Filters,
            FiltersBeforeVerification = search.Filters,
            LockedChannels = graph.Locks.Sum(l => l.Filters),
            Locks = LockedChannels.Of(graph.Locks),
            Seconds = Math.Round(seconds, 2),
            SecondsWithoutVerification = Math.Round(searchSeconds, 2),
            Verified = true,
            FiltersAfter = half.Kept,
            ParametersAfter = graph.Cost.Parameters(half),
            MultiplyAddsAfter = graph.Cost.MultiplyAdds(half),
            Difference = check.Difference,
            EffectOfTheMask = check.EffectOfTheMask,
            ReferenceLayers = referenceLayers,
        };
        return row with { Mistakes = [.. differences, .. Mistakes(row, network, check, counted)] };
    }

    private static (FilterGraph Graph, double Seconds) Discover(NetworkCase network, nn.Module model, Tensor[] example, bool verify)
    {
        var options = new DiscoveryOptions { PruneFirstLayer = true, Verify = verify };
        var watch = Stopwatch.StartNew();
        var graph = network.IsDelegate
            ? FilterGraph.Discover(model, example, options, x => network.Call(model, [.. x]))
            : FilterGraph.Discover((nn.Module<Tensor, Tensor>)model, example[0], options);
        return (graph, watch.Elapsed.TotalSeconds);
    }

    private static IEnumerable<string> Mistakes(NetworkRow row, NetworkCase network, RemovalCheck check, long counted)
    {
        if (network.IsRefused) yield return "discovery should have refused it";
        if (!(check.Difference <= RemovalCheck.Tolerance)) yield return $"the cut model's output is off by {check.Difference:g2}";
        if (!(check.EffectOfTheMask > 1e-6))
        {
            yield return $"the mask changes the output by {check.EffectOfTheMask:g2} only: the comparison says nothing";
        }
        if (check.Parameters != row.ParametersAfter)
        {
            yield return $"the cut model has {check.Parameters} parameters, {row.ParametersAfter} were announced";
        }
        if (check.MultiplyAdds != row.MultiplyAddsAfter)
        {
            yield return $"the cut model takes {check.MultiplyAdds} multiply-adds, {row.MultiplyAddsAfter} were announced";
        }
        if (counted != row.MultiplyAdds) yield return $"the model takes {counted} multiply-adds, {row.MultiplyAdds} were announced";
    }
}
