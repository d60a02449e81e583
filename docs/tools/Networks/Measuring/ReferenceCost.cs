using HierKD.Tests;

namespace HierKD.Networks;

/// <summary>Multiply-adds by layer, against those that PyTorch's hooks counted.</summary>
internal static class ReferenceCost
{
    /// <summary>The layers that were compared, and what differs.</summary>
    public static (int Layers, IReadOnlyList<string> Differences) Compare(NetworkCase network, IEnumerable<LayerCost> layers)
    {
        if (network.Reference is null) return (0, []);
        var reference = NetworkReference.Of(network.Reference);
        if (!reference.CostInput.SequenceEqual(network.Inputs[0]))
        {
            return (0, [$"the reference is for [{string.Join(", ", reference.CostInput)}]"]);
        }
        var ours = layers.Where(l => l.MultiplyAdds > 0).ToDictionary(l => l.Layer, l => l.MultiplyAdds);
        var names = ours.Keys.Union(reference.MultiplyAdds.Keys).ToArray();
        return (names.Length, [.. names
            .Select(n => (Name: n, Ours: ours.GetValueOrDefault(n), Expected: reference.MultiplyAdds.GetValueOrDefault(n)))
            .Where(n => n.Ours != n.Expected)
            .Select(n => $"layer '{n.Name}' counts {n.Ours} multiply-adds, PyTorch {n.Expected}")]);
    }
}
