namespace HierKD.TorchSharpStub;

/// <summary>One line of a listing, cut into its parts.</summary>
/// <param name="Kind">T, F, P or M.</param>
/// <param name="Key">The part before the comment.</param>
/// <param name="Type">The declaring type, or the type itself.</param>
/// <param name="Name">The member's name, without arity; empty for a type.</param>
/// <param name="Parameters">The types of a method's parameters or of an indexer's indices.</param>
/// <param name="Result">The type of the field, property or result; for a type its base type and interfaces.</param>
/// <param name="Accessors">The accessors of a property, as written.</param>
/// <param name="Comment">What the comment says.</param>
internal sealed record Entry(
    char Kind, string Key, string Type, string Name, string[] Parameters, string Result, string Accessors, EntryComment Comment)
{
    public static Entry Parse(string line)
    {
        var (key, comment) = Cut(line, " // ");
        var (subject, result) = Cut(key[2..].TrimEnd(), " : ");
        var (type, member) = Cut(subject, "::");
        var (property, accessors) = Cut(result, " { ");
        var open = member.IndexOfAny(['(', '[']);
        var name = open < 0 ? member : member[..open];
        var parameters = open < 0 ? [] : SplitTypes(member[(open + 1)..^1]);
        return new Entry(key[0], key, type, Cut(name, "``").Head, parameters,
            key[0] == 'P' ? property : result, accessors.TrimEnd(' ', '}'), EntryComment.Parse(key[0], comment));
    }

    /// <summary>Splits a list of types at the commas that stand outside of angle and square brackets.</summary>
    public static string[] SplitTypes(string list)
    {
        var parts = new List<string>();
        int depth = 0, start = 0;
        for (var i = 0; i < list.Length; i++)
        {
            if (list[i] is '<' or '[' or '(') depth++;
            if (list[i] is '>' or ']' or ')') depth--;
            if (list[i] != ',' || depth > 0) continue;
            parts.Add(list[start..i]);
            start = i + 1;
        }
        if (list.Length > 0) parts.Add(list[start..]);
        return [.. parts];
    }

    private static (string Head, string Tail) Cut(string text, string separator) =>
        text.IndexOf(separator, StringComparison.Ordinal) is >= 0 and var i
            ? (text[..i], text[(i + separator.Length)..])
            : (text, "");
}
