namespace HierKD.Tests.Storage;

public sealed class KeyPatternTests
{
    [Theory]
    [InlineData("fc.weight", "fc.weight", true)]
    [InlineData("fc.weight", "fc.weights", false)]
    [InlineData("fc.weight", "fc_weight", false)]
    [InlineData("fc.*", "fc.weight", true)]
    [InlineData("fc.*", "fc.a.b", true)]
    [InlineData("fc.*", "fc.", true)]
    [InlineData("fc.*", "fc", false)]
    [InlineData("*", "", true)]
    [InlineData("*.bias", "a.b.bias", true)]
    [InlineData("*.bias", "a.b.bias.c", false)]
    [InlineData("layer*.0.*bias*", "layer12.0.x.bias", true)]
    [InlineData("layer*.0.*bias*", "layer12.1.x.bias", false)]
    [InlineData("a*a*b", "aaab", true)]
    [InlineData("a*a*b", "aaa", false)]
    [InlineData("a*", "a*b", true)]
    [InlineData("FC.*", "fc.weight", false)]
    public void A_star_stands_for_any_letters(string pattern, string key, bool matches) =>
        Assert.Equal(matches, KeyPattern.Matches(pattern, key));

    [Fact]
    public void Many_stars_take_no_time() =>
        Assert.False(KeyPattern.Matches(string.Concat(Enumerable.Repeat("*a", 200)) + "b", new string('a', 20_000)));
}
