namespace HierKD.Tests;

/// <summary>Masks for tests.</summary>
internal static class FilterMasks
{
    /// <summary>Any mask with at least one filter on in each group; some groups lose nothing, some all but one.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="density">The least expected share of filters that stay on in a group.</param>
    public static FilterMask Random(FilterGraph graph, int seed, double density = 0)
    {
        var random = new Random(seed);
        return FilterMask.Of(graph, graph.Groups.Select(g =>
        {
            var share = density + random.NextDouble() * (1.2 - density);
            var on = Enumerable.Range(0, g.Filters).Select(_ => random.NextDouble() < share).ToArray();
            on[random.Next(g.Filters)] = true;
            return on;
        }));
    }

    /// <summary>Any mask in which each filter stays with the given chance, and in each group two for certain, of two filters one.</summary>
    public static FilterMask Of(FilterGraph graph, int seed, double chance)
    {
        var random = new Random(seed);
        return FilterMask.Of(graph, graph.Groups.Select(g =>
        {
            var on = Enumerable.Range(0, g.Filters).Select(_ => random.NextDouble() < chance).ToArray();
            foreach (var certain in Enumerable.Range(0, g.Filters).OrderBy(_ => random.Next()).Take(Math.Min(2, g.Filters - 1)))
            {
                on[certain] = true;
            }
            return on;
        }));
    }

    /// <summary>A larger mask around a given one.</summary>
    public static FilterMask RandomAround(FilterMask inner, int seed)
    {
        var random = new Random(seed);
        return FilterMask.Of(inner.Graph, inner.Graph.Groups.Select(g => inner[g].Select(on => on || random.Next(2) == 0).ToArray()));
    }

    /// <summary>A smaller mask within a given one.</summary>
    public static FilterMask RandomWithin(FilterMask outer, int seed)
    {
        var random = new Random(seed);
        return FilterMask.Of(outer.Graph, outer.Graph.Groups.Select(g =>
        {
            var kept = outer.KeptFilters(g);
            var always = kept[random.Next(kept.Length)];
            return Enumerable.Range(0, g.Filters).Select(f => f == always || (outer[g][f] && random.Next(2) == 0)).ToArray();
        }));
    }
}
