using System.Text.RegularExpressions;

namespace HierKD.Tests.Docs;

/// <summary>What the pages tell a reader to type is something that the build scripts do.</summary>
public sealed partial class CommandTests
{
    [Fact]
    public void Every_verb_of_build_sh_exists()
    {
        var verbs = BuildVerbs().Match(Text(".build", "options.sh")).Groups["verbs"].Value.Split('|', StringSplitOptions.TrimEntries).Append("help").ToHashSet();
        Assert.Contains("sample", verbs);
        Check(BuildCommand(), verbs);
    }

    [Fact]
    public void Every_verb_of_build_cmd_and_build_ps1_exists()
    {
        var verbs = ScriptVerbs().Match(Text("build.ps1")).Groups["verbs"].Value.Split(',', StringSplitOptions.TrimEntries).Select(verb => verb.Trim('\'')).ToHashSet();
        Assert.Contains("sample", verbs);
        Check(ScriptCommand(), verbs);
    }

    private static void Check(Regex command, HashSet<string> verbs)
    {
        var used = MarkdownPages.All().Where(page => page.Path != "CHANGELOG.md")
            .SelectMany(page => command.Matches(Text(page.Path.Split('/'))).Select(match => (page.Path, Verb: match.Groups["verb"].Value))).ToList();
        Assert.NotEmpty(used);
        Assert.All(used, use => Assert.True(verbs.Contains(use.Verb), $"{use.Path} names the verb {use.Verb}"));
    }

    private static string Text(params string[] path) => File.ReadAllText(RepositoryFolder.Find(path));

    [GeneratedRegex(@"case \$VERB in\s+(?<verbs>[a-z0-9| -]+)\) ;;", RegexOptions.ExplicitCapture)]
    private static partial Regex BuildVerbs();

    [GeneratedRegex(@"ValidateSet\((?<verbs>'build'[^)]*)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex ScriptVerbs();

    [GeneratedRegex(@"build\.sh (?<verb>[a-z][a-z0-9-]*)", RegexOptions.ExplicitCapture)]
    private static partial Regex BuildCommand();

    [GeneratedRegex(@"build\.(cmd|ps1) (?<verb>[a-z][a-z0-9-]*)", RegexOptions.ExplicitCapture)]
    private static partial Regex ScriptCommand();
}
