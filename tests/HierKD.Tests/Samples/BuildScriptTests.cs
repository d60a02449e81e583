using System.Text.RegularExpressions;

namespace HierKD.Tests.Samples;

/// <summary>build.sh and build.ps1 do the same, each tells what it does, and every sample has a verb.</summary>
public sealed partial class BuildScriptTests
{
    /// <summary>What makes sense on Linux alone: the LibTorch engine's.</summary>
    private static readonly string[] OnLinuxAlone = ["cuda", "native"];

    private static readonly string[] Shell = VerbsOf(CasePattern().Match(Read("build.sh")).Groups[1].Value, ShellVerb());

    [Fact]
    public void They_have_the_same_verbs()
    {
        Assert.Contains("own-loop", Shell);
        var accepted = VerbsOf(SetPattern().Match(Read("build.ps1")).Groups[1].Value, Quoted());
        Assert.Equal(Shell.Except(OnLinuxAlone).Order(), accepted.Order());
        var done = VerbsOf(SwitchPattern().Match(Read("build.ps1")).Groups[1].Value, PowerShellVerb());
        Assert.Equal(accepted.Order(), done.Order());
    }

    [Fact]
    public void They_tell_of_every_verb()
    {
        foreach (var verb in Shell) Assert.Contains($"\n./build.sh {verb} ", Read(".build/options.sh"), StringComparison.Ordinal);
        foreach (var verb in Shell.Except([.. OnLinuxAlone, "help"])) Assert.Contains($"\nbuild {verb} ", Read("build.ps1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_sample_that_is_a_program_has_a_verb_in_both()
    {
        var samples = Directory.GetFiles(RepositoryFolder.Find("samples"), "*.csproj", SearchOption.AllDirectories).Select(f => Path.GetFileNameWithoutExtension(f)).ToArray();
        Assert.Contains("QuickStart", samples);
        foreach (var sample in samples)
        {
            Assert.Contains($"sample {sample} ", Read("build.sh"), StringComparison.Ordinal);
            Assert.Contains($"'samples/{sample}'", Read("build.ps1"), StringComparison.Ordinal);
        }
    }

    private static string Read(string file) => File.ReadAllText(RepositoryFolder.Find(file)).ReplaceLineEndings("\n");

    private static string[] VerbsOf(string text, Regex verb) => verb.Matches(text).Select(m => m.Groups[1].Value).ToArray();

    [GeneratedRegex(@"case \$VERB in\n(.*?)\nesac", RegexOptions.Singleline)]
    private static partial Regex CasePattern();

    [GeneratedRegex(@"^  ([a-z0-9-]+)\)", RegexOptions.Multiline)]
    private static partial Regex ShellVerb();

    [GeneratedRegex(@"ValidateSet\(('build'.*?)\)")]
    private static partial Regex SetPattern();

    [GeneratedRegex(@"'([^']+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"switch \(\$Verb\) \{\n(.*?)\n\}", RegexOptions.Singleline)]
    private static partial Regex SwitchPattern();

    [GeneratedRegex(@"^    '([a-z0-9-]+)' \{", RegexOptions.Multiline)]
    private static partial Regex PowerShellVerb();
}
