using System.Text.RegularExpressions;

namespace HierKD.Tests.Samples;

/// <summary>A sample's README tells every option that its command line has, and no other.</summary>
public sealed partial class SampleOptionsTests
{
    [Theory]
    [InlineData("QuickStart", "--measure")]
    [InlineData("OwnTrainingLoop", "--patience")]
    [InlineData("CustomSaliency", "--criteria")]
    [InlineData("ImageNetResNet50", "--student")]
    [InlineData("Cifar10", "--network")]
    [InlineData("Recipes", "--ratio")]
    [InlineData("Study", "--share")]
    public void Its_README_tells_every_option(string sample, string one)
    {
        var folder = RepositoryFolder.Find("samples", sample);
        var defined =
            Defined().Matches(File.ReadAllText(Path.Combine(folder, "CommandLine.cs"))).Select(m => m.Groups[1].Value).ToHashSet();
        var told = Told().Matches(File.ReadAllText(Path.Combine(folder, "README.md"))).Select(m => m.Value).ToHashSet();
        Assert.Contains(one, defined);
        Assert.Contains("--threads", defined);
        Assert.Equal(defined.Order(), told.Order());
    }

    // As `new("--name")`, `new Option<T>("--name")` or `Number("--name", ...)`.
    [GeneratedRegex(@"\(""(--[a-z-]+)""")]
    private static partial Regex Defined();

    [GeneratedRegex("--[a-z]+(-[a-z]+)*")]
    private static partial Regex Told();
}
