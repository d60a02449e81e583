using System.Text.Json.Nodes;

namespace HierKD.Reliability.Mutations;

/// <summary>Damage to a JSON document that leaves it one.</summary>
internal static class JsonDamage
{
    /// <summary>Changes one place of a document, or of a document that stands in it as a text.</summary>
    /// <param name="root">The document, which is changed.</param>
    /// <param name="random">Chooses.</param>
    /// <returns>What was done.</returns>
    public static string Apply(JsonNode root, Random random)
    {
        var nodes = Below(root).ToArray();
        if (nodes.Length == 0) return "nothing";
        var texts = nodes.Where(IsDocument).ToArray();
        if (texts.Length > 0 && random.Next(2) == 0)
        {
            var text = texts[random.Next(texts.Length)];
            var (key, inner) = (text.GetPropertyName(), JsonNode.Parse(text.GetValue<string>())!);
            var done = Apply(inner, random);
            text.Parent![key] = inner.ToJsonString();
            return $"in the text of {key} {done}";
        }
        var node = nodes[random.Next(nodes.Length)];
        switch (random.Next(5))
        {
            case 0:
                return Remove(node);
            case 1:
                return Swap(node, nodes[random.Next(nodes.Length)]);
            case 2 when node.Parent is JsonArray array:
                array.Insert(random.Next(array.Count + 1), node.DeepClone());
                return $"{array.GetPath()} has an item twice";
            case 3 when node.Parent is JsonObject parent:
                parent[Name(parent, random)] = node.DeepClone();
                return $"{node.GetPath()} has another name, too";
            default:
                var path = node.GetPath();
                Replace(node, Extremes.Node(random));
                return $"{path} replaced";
        }
    }

    private static IEnumerable<JsonNode> Below(JsonNode node)
    {
        IEnumerable<JsonNode?> children = node switch
        {
            JsonObject parent => parent.Select(p => p.Value),
            JsonArray array => array,
            _ => [],
        };
        return children.OfType<JsonNode>().SelectMany(child => Below(child).Prepend(child));
    }

    private static bool IsDocument(JsonNode node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) && text.StartsWith('{') && node.Parent is JsonObject;

    private static string Remove(JsonNode node)
    {
        var path = node.GetPath();
        if (node.Parent is JsonObject parent) parent.Remove(node.GetPropertyName());
        else node.Parent!.AsArray().Remove(node);
        return $"{path} removed";
    }

    private static string Swap(JsonNode one, JsonNode other)
    {
        var (first, second) = (one.GetPath(), other.GetPath());
        // One may hold the other: copies of both, and the outer one is replaced last.
        var (copy, otherCopy) = (one.DeepClone(), other.DeepClone());
        if (first.Length > second.Length) (one, other, copy, otherCopy) = (other, one, otherCopy, copy);
        Replace(other, copy);
        Replace(one, otherCopy);
        return $"{first} and {second} swapped";
    }

    private static void Replace(JsonNode node, JsonNode? by)
    {
        if (node.Parent is JsonObject parent) parent[node.GetPropertyName()] = by;
        else if (node.Parent is JsonArray array) array[node.GetElementIndex()] = by;
    }

    private static string Name(JsonObject parent, Random random) => random.Next(4) switch
    {
        0 => "",
        1 => parent.ElementAt(random.Next(parent.Count)).Key,
        2 => "x" + parent.ElementAt(random.Next(parent.Count)).Key,
        _ => "\u0000\u202e",
    };
}
