using System.Collections.Concurrent;

namespace HierKD.Tests;

/// <summary>The graphs of the test networks, with their costs, found once.</summary>
internal static class BudgetGraphs
{
    private static readonly ConcurrentDictionary<string, FilterGraph> Known = new();

    public static FilterGraph Of(string network) => Known.GetOrAdd(network, Discover);

    /// <summary>Removes all that may go of the last group first, then of the one before it; within a group the first filters.</summary>
    public static FilterScores LastGroupFirst(FilterGraph graph) => new(
        FilterMask.Full(graph),
        graph.Groups.Select(g => Enumerable.Range(1, g.Filters).Select(f => (float)(Math.Pow(10, -g.Index) * (1 + f / 100.0))).ToArray()));

    /// <summary>How many filters each group keeps.</summary>
    public static int[] Widths(FilterMask mask) => mask.Graph.Groups.Select(g => mask.KeptFilters(g).Length).ToArray();

    private static FilterGraph Discover(string name)
    {
        using var scope = NewDisposeScope();
        var network = TestNetwork.Named(name);
        using var model = network.Create(float32);
        return FilterGraph.Discover(model, network.Input(float32), network.Options);
    }
}
