namespace HierKD;

/// <summary>The masks that the first process selects: what it measures, or draws, no other does alike.</summary>
internal static class SharedMasks
{
    public static FilterMask[] Of(Ranks ranks, FilterGraph graph, Func<FilterMask[]> select)
    {
        if (!ranks.AreMany) return select();
        var flags = ranks.OfFirst(() => Bytes(select()), "the masks");
        return [.. flags.Chunk(graph.Filters).Select(own => Mask(graph, own))];
    }

    /// <summary>A byte for each filter of each group, mask by mask.</summary>
    public static byte[] Bytes(IEnumerable<FilterMask> masks) =>
        [.. masks.SelectMany(mask => mask.Graph.Groups.SelectMany(group => mask[group].Select(on => (byte)(on ? 1 : 0))))];

    private static FilterMask Mask(FilterGraph graph, byte[] flags)
    {
        var begin = 0;
        List<bool[]> groups = [];
        foreach (var group in graph.Groups)
        {
            groups.Add([.. flags.Skip(begin).Take(group.Filters).Select(flag => flag == 1)]);
            begin += group.Filters;
        }
        return FilterMask.Of(graph, groups);
    }
}
