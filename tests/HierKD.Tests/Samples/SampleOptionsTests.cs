using System.Text.RegularExpressions;

namespace HierKD.Tests.Samples;

/// <summary>A sample's README tells every option that its command line has, and no other.</summary>
public sealed partial class SampleOptionsTests
{
    [SkippableTheory]
    [InlineData("QuickStart", "--measure")]
    [InlineData("OwnTrainingLoop", "--patience")]
    [InlineData("CustomSaliency", "--criteria")]
    [InlineData("ImageNetResNet50", "--student")]
    [InlineData("Cifar10", "--network")]
    [InlineData("Recipes", "--ratio")]
    [InlineData("Study", "--share")]
    public void Its_README_tells_every_option(string sample, string one)
    {
        Skip.If(ProgramCommandLine.Lacks is not null, ProgramCommandLine.Lacks);
        var defined = ProgramCommandLine.OptionsOf(ProgramCommandLine.Of($"samples/{sample}")).ToHashSet();
        // `--project` is dotnet's.
        var told = Told().Matches(File.ReadAllText(RepositoryFolder.Find("samples", sample, "README.md")))
            .Select(m => m.Value).Where(option => option != "--project").ToHashSet();
        Assert.Contains(one, defined);
        Assert.Contains("--threads", defined);
        Assert.Equal(defined.Order(), told.Order());
    }

    [GeneratedRegex("--[a-z]+(-[a-z]+)*")]
    private static partial Regex Told();
}
