namespace HierKD;

/// <summary>How wide a layer was, and how wide each level has it.</summary>
/// <param name="Layer">The layer's path in the model.</param>
/// <param name="Kind">The type of its module, such as <c>Conv2d</c>.</param>
/// <param name="Filters">Its filters (output channels) in the original.</param>
/// <param name="Kept">For each level, by its name, the filters that are left: from 1 to <paramref name="Filters"/>.</param>
/// <remarks>
/// Only layers that make channels are listed, convolutions and linear layers among them, in the order of the forward pass; normalisations
/// and depthwise convolutions are as wide as what they read.
/// </remarks>
public sealed record LayerWidth(string Layer, string Kind, long Filters, IReadOnlyDictionary<string, long> Kept)
{
    internal static IReadOnlyList<LayerWidth> Of(FilterGraph graph, IReadOnlyList<(string Level, FilterMask Mask)> levels)
    {
        var selections = levels.Select(l => (l.Level, Selection: l.Mask.ToSelection())).ToArray();
        return graph.Layers.Where(l => l.Role == LayerRole.Mixing)
            .Select(l => new LayerWidth(
                l.Name, l.Kind, l.Outputs, selections.ToDictionary(s => s.Level, s => s.Selection[l.Name].Outputs?.Length ?? l.Outputs)))
            .ToArray();
    }
}
