namespace HierKD;

/// <summary>Filters that can be removed one by one, with every tensor slice that disappears with each of them.</summary>
/// <remarks>
/// A filter is whatever can only go as a whole: one output channel of a layer, or several channels of several layers that additions,
/// concatenations, gates or groups tie together. The filters of a group touch the same layers, each with as many channels.
/// </remarks>
public sealed class FilterGroup
{
    internal FilterGroup(int index, string name, int filters, IReadOnlyList<GroupMember> members, bool hasNormForm = false)
    {
        HasNormForm = hasNormForm;
        Index = index;
        Name = name;
        Filters = filters;
        Members = members;
    }

    /// <summary>The group's position in <see cref="FilterGraph.Groups"/>.</summary>
    public int Index { get; }

    /// <summary>The path of the first layer that produces the filters, and a number if several groups have the same.</summary>
    public string Name { get; }

    /// <summary>The number of filters before any is removed.</summary>
    public int Filters { get; }

    /// <summary>The layers that hold a slice for each filter, in the order of the forward pass.</summary>
    public IReadOnlyList<GroupMember> Members { get; }

    /// <summary>
    /// Whether the gradient of a filter's gate can be read off its normalisations as well as off its consumers: see
    /// <see cref="GateForm.Norms"/>.
    /// </summary>
    public bool HasNormForm { get; }

    /// <summary>The group as one line: name, number of filters and layers.</summary>
    public override string ToString() => string.Join(", ", Parts());

    private IEnumerable<string> Parts()
    {
        yield return $"{Name}: {Filters} filters";
        foreach (var (relation, role) in new[]
        {
            ("with", ChannelRole.Producer), ("through", ChannelRole.Carrier), ("into", ChannelRole.Consumer)
        })
        {
            var layers =
                Members.Where(m => m.Role == role).Select(m => m.Layer).Distinct().Skip(role == ChannelRole.Producer ? 1 : 0).ToArray();
            if (layers.Length > 0) yield return $"{relation} {string.Join(", ", layers)}";
        }
    }
}
