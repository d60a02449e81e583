using System.Collections.Immutable;

namespace HierKD;

/// <summary>Which filters of a <see cref="FilterGraph"/> are on.</summary>
public sealed class FilterMask
{
    private readonly ImmutableArray<ImmutableArray<bool>> _on;

    private FilterMask(FilterGraph graph, ImmutableArray<ImmutableArray<bool>> on)
    {
        Graph = graph;
        _on = on;
        Kept = on.Sum(g => g.Count(x => x));
    }

    /// <summary>The graph whose filters are meant.</summary>
    public FilterGraph Graph { get; }

    /// <summary>The number of filters that are on, over all groups.</summary>
    public int Kept { get; }

    /// <summary>The fraction of the removable filters that is off.</summary>
    public double Ratio => 1 - (double)Kept / Graph.Filters;

    /// <summary>For each filter of a group, whether it is on.</summary>
    public IReadOnlyList<bool> this[FilterGroup group] => _on[group.Index];

    /// <summary>How many filters are on.</summary>
    public override string ToString() => $"{Kept} of {Graph.Filters} filters";

    /// <summary>The mask with every filter on.</summary>
    public static FilterMask Full(FilterGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Of(graph, graph.Groups.Select(g => Enumerable.Repeat(true, g.Filters)));
    }

    /// <summary>A mask from one flag for each filter, group by group.</summary>
    /// <param name="graph">The graph whose filters are meant.</param>
    /// <param name="on">For each of <see cref="FilterGraph.Groups"/>, in their order, whether its filters are on: one flag for each filter,
    /// at least one of them set.</param>
    /// <exception cref="ArgumentException">The flags are not one for each filter of each group, or leave a group without
    /// filters.</exception>
    public static FilterMask Of(FilterGraph graph, IEnumerable<IEnumerable<bool>> on)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(on);
        var flags = on.Select(g => g.ToImmutableArray()).ToImmutableArray();
        if (flags.Length != graph.Groups.Count)
        {
            throw new ArgumentException($"The mask has {flags.Length} groups, the graph {graph.Groups.Count}.", nameof(on));
        }
        foreach (var group in graph.Groups)
        {
            var own = flags[group.Index];
            if (own.Length != group.Filters)
            {
                throw new ArgumentException(
                    $"The mask has {own.Length} flags for group '{group.Name}' of {group.Filters} filters.", nameof(on));
            }
            if (!own.Contains(true)) throw new ArgumentException($"The mask leaves group '{group.Name}' without a filter.", nameof(on));
        }
        return new FilterMask(graph, flags);
    }

    /// <summary>The indices of the filters of a group that are on, in ascending order.</summary>
    public int[] KeptFilters(FilterGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return Enumerable.Range(0, group.Filters).Where(f => _on[group.Index][f]).ToArray();
    }

    /// <summary>The channels of a layer that stay, by their indices in the whole model.</summary>
    /// <param name="layer">The layer's path in the model; the key of the tensor for a parameter that a module of the user's own
    /// holds.</param>
    /// <param name="side">Its output channels, or its input channels; a normalisation has the same on both sides.</param>
    /// <returns>In ascending order; all if the mask takes none.</returns>
    /// <exception cref="ArgumentException">The graph has no such layer.</exception>
    public IReadOnlyList<long> KeptChannels(string layer, ChannelSide side = ChannelSide.Outputs)
    {
        ArgumentNullException.ThrowIfNull(layer);
        var found = Graph.Layers.FirstOrDefault(l => l.Name == layer) ?? throw new ArgumentException(
            $"There is no layer '{layer}'; the layers are {string.Join(", ", Graph.Layers.Select(l => l.Name))}.", nameof(layer));
        var kept = ToSelection()[layer];
        var (channels, all) = side == ChannelSide.Inputs && found.Role != LayerRole.Carrier
            ? (kept.Inputs, found.Inputs)
            : (kept.Outputs, found.Outputs);
        return channels ?? [.. Enumerable.Range(0, (int)all).Select(c => (long)c)];
    }

    /// <summary>Whether every filter that is on here is on in <paramref name="other"/> as well.</summary>
    public bool IsWithin(FilterMask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _on.Zip(other._on).All(g => g.First.Zip(g.Second).All(f => !f.First || f.Second));
    }

    /// <summary>Whether the same filters are on.</summary>
    public bool SameAs(FilterMask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _on.Zip(other._on).All(g => g.First.SequenceEqual(g.Second));
    }

    /// <summary>The channels that each layer keeps under this mask.</summary>
    internal ModelSelection ToSelection()
    {
        var outputs = new Dictionary<PrunableLayer, HashSet<long>>();
        var inputs = new Dictionary<PrunableLayer, HashSet<long>>();
        foreach (var group in Graph.Groups)
        {
            var off = Enumerable.Range(0, group.Filters).Where(f => !_on[group.Index][f]).ToArray();
            foreach (var member in group.Members)
            {
                var removed = member.Side == ChannelSide.Inputs ? inputs : outputs;
                if (!removed.TryGetValue(member.Target, out var set)) removed[member.Target] = set = [];
                set.UnionWith(member.ChannelsOf(off));
            }
        }
        return new ModelSelection(Graph.Layers
            .Where(l => outputs.ContainsKey(l) || inputs.ContainsKey(l))
            .ToDictionary(l => l.Name, l => new LayerSelection(KeptOf(outputs, l, l.Outputs), KeptOf(inputs, l, l.Inputs))));

        static long[]? KeptOf(Dictionary<PrunableLayer, HashSet<long>> removed, PrunableLayer layer, long size) =>
            removed.TryGetValue(layer, out var gone)
                ? Enumerable.Range(0, (int)size).Select(c => (long)c).Where(c => !gone.Contains(c)).ToArray()
                : null;
    }
}
