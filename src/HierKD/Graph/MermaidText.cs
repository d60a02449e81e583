using System.Text;

namespace HierKD;

/// <summary>
/// A graph as a Mermaid flowchart: layers as boxes, groups as hexagons between those that make their filters and those that read them.
/// </summary>
internal static class MermaidText
{
    public static string Of(FilterGraph graph)
    {
        var ids = new Dictionary<string, string>();
        var text = new StringBuilder("flowchart TD\n");
        foreach (var group in graph.Groups)
        {
            var through = group.Members.Count(m => m.Role == ChannelRole.Carrier);
            text.Append(
                $"  g{group.Index}{{{{\"{Escape(group.Name)}<br/>{group.Filters} " +
                $"filters{(through > 0 ? $"<br/>through {through} more" : "")}\"}}}}\n");
            foreach (var layer in Layers(group, ChannelRole.Producer)) text.Append($"  {Node(layer)} --> g{group.Index}\n");
            foreach (var layer in Layers(group, ChannelRole.Consumer)) text.Append($"  g{group.Index} --> {Node(layer)}\n");
        }
        foreach (var (locked, i) in graph.Locks.Select((l, i) => (l, i)))
        {
            text.Append($"  {Node(locked.Layer)} -.- l{i}([\"{locked.Filters} stay: {Escape(locked.Reason)}\"])\n");
        }
        return text.ToString();

        string Node(string layer)
        {
            if (ids.TryGetValue(layer, out var id)) return id;
            ids[layer] = id = $"n{ids.Count}";
            return $"{id}[\"{Escape(layer)}\"]";
        }
    }

    private static IEnumerable<string> Layers(FilterGroup group, ChannelRole role) =>
        group.Members.Where(m => m.Role == role).Select(m => m.Layer).Distinct();

    private static string Escape(string text) => MessageText.Whole(text).Replace("\"", "#quot;", StringComparison.Ordinal);
}
