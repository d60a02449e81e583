namespace HierKD.Tests;

/// <summary>Which paths a path or pattern names.</summary>
public sealed class PartPatternTests
{
    [Theory]
    [InlineData("a.b", "a.b", true)]
    [InlineData("a.b", "a.b.c", true)]
    [InlineData("a.b", "a.bc", false)]
    [InlineData("a.b", "a", false)]
    [InlineData("a.*.conv1", "a.x.conv1", true)]
    [InlineData("a.*.conv1", "a.x.conv1.norm", true)]
    [InlineData("a.*.conv1", "a.x.y.conv1", false)]
    [InlineData("a.*.conv1", "a.conv1", false)]
    [InlineData("layer*.0", "layer12.0", true)]
    [InlineData("layer*.0", "stem.0", false)]
    [InlineData("**.conv1", "conv1", true)]
    [InlineData("**.conv1", "a.b.conv1", true)]
    [InlineData("**.conv1", "a.b.xconv1", false)]
    [InlineData("a.**.b", "a.b", true)]
    [InlineData("a.**.b", "a.x.y.b", true)]
    [InlineData("a.**", "a", true)]
    [InlineData("a.**", "ab", false)]
    [InlineData("**", "anything.at.all", true)]
    [InlineData("a.+", "a.b", false)]
    public void A_path_is_covered(string pattern, string path, bool covered) =>
        Assert.Equal(covered, PartPattern.Of(pattern, "the option", "argument").Covers(path));

    [Fact]
    public void What_is_no_pattern_is_refused()
    {
        Assert.Contains(
            "the option has 'a**b.c': in 'a**b' write *",
            Assert.Throws<ArgumentException>("argument", () => PartPattern.Of("a**b.c", "the option", "argument")).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("argument", () => PartPattern.Of(null, "the option", "argument"));
    }
}
