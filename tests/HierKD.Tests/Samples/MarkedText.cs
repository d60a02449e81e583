namespace HierKD.Tests.Samples;

/// <summary>Finds the files of the repository, and the lines of a source file between <c>// README: name</c> and <c>// README: end</c>.</summary>
internal static class MarkedText
{
    public static string Repository { get; } = RepositoryFolder.Find();

    /// <summary>Every marked part of that name, each without its common indentation, one after the other.</summary>
    public static string Of(string file, string name)
    {
        List<string> text = [];
        List<string>? part = null;
        foreach (var line in File.ReadAllLines(Path.Combine(Repository, "tests", "HierKD.Tests", "Samples", file)))
        {
            switch (line.Trim())
            {
                case "// README: end":
                    text.AddRange(Dedent(part ?? []));
                    part = null;
                    break;
                case var mark when mark == $"// README: {name}":
                    part = [];
                    break;
                default:
                    part?.Add(line);
                    break;
            }
        }
        return string.Join('\n', text);
    }

    /// <summary>The C# code blocks of README.md, in order.</summary>
    public static string[] ReadmeBlocks() => File.ReadAllText(Path.Combine(Repository, "README.md")).ReplaceLineEndings("\n")
        .Split("```csharp\n").Skip(1).Select(block => block.Split("\n```")[0]).ToArray();

    private static IEnumerable<string> Dedent(List<string> lines)
    {
        var indentation = lines.Where(l => l.Length > 0).Min(l => l.Length - l.TrimStart().Length);
        return lines.Select(l => l.Length > 0 ? l[indentation..] : l);
    }
}
