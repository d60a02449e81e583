namespace HierKD.Tests.Docs;

/// <summary>The lines of a source file between <c>#region name</c> and <c>#endregion</c>: what the documentation shows.</summary>
internal static class SourceRegion
{
    /// <summary>Every region of that name, each without its common indentation, one after the other.</summary>
    public static string Of(string source, string name)
    {
        List<string> text = [];
        List<string>? part = null;
        foreach (var line in source.ReplaceLineEndings("\n").Split('\n'))
        {
            switch (line.Trim())
            {
                case "#endregion":
                    text.AddRange(Dedent(part ?? []));
                    part = null;
                    break;
                case var mark when mark == $"#region {name}":
                    part = [];
                    break;
                default:
                    part?.Add(line);
                    break;
            }
        }
        return string.Join('\n', text);
    }

    /// <summary>The names of a file's regions.</summary>
    public static IEnumerable<string> Names(string source) => source.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim())
        .Where(line => line.StartsWith("#region ", StringComparison.Ordinal)).Select(line => line["#region ".Length..]).Distinct();

    private static IEnumerable<string> Dedent(List<string> lines)
    {
        var indentation = lines.Where(l => l.Length > 0).Select(l => l.Length - l.TrimStart().Length).DefaultIfEmpty().Min();
        return lines.Select(l => l.Length > 0 ? l[indentation..] : l);
    }
}
