using Study.Rendering.Marks;

namespace HierKD.Tests.Samples.Study;

/// <summary>Tables come between their marks, and nothing else changes.</summary>
public sealed class MarkedSectionsTests
{
    private const string Text =
        "before\n<!-- study:one -->\nold\n\nold\n<!-- /study -->\nbetween\n<!-- study:two -->\n<!-- /study -->\n\nafter";

    [Fact]
    public void What_stands_between_marks_is_replaced() => Assert.Equal(
        "before\n<!-- study:one -->\n\nnew one\n\n<!-- /study -->\nbetween\n<!-- study:two -->\n\nnew two\n\n<!-- /study -->\n\nafter",
        MarkedSections.Fill(Text, name => $"new {name}\n"));

    [Fact]
    public void A_second_time_changes_nothing()
    {
        var once = MarkedSections.Fill(Text, name => $"new {name}\n");
        Assert.Equal(once, MarkedSections.Fill(once, name => $"new {name}\n"));
    }

    [Fact]
    public void Text_without_marks_stays() =>
        Assert.Equal("a <!-- study:one --> b\n\n", MarkedSections.Fill("a <!-- study:one --> b\n\n", _ => "new"));

    [Theory]
    [InlineData("<!-- study:unknown -->\n<!-- /study -->", "'<!-- study:unknown -->' has a name that is not known")]
    [InlineData("<!-- study:one -->\ntext", "The mark of 'one' is not closed")]
    [InlineData("<!-- study:one -->\n<!-- study:one -->\n<!-- /study -->", "stands within 'one'")]
    [InlineData("text\n<!-- /study -->", "has no beginning")]
    public void A_mark_that_fits_nothing_is_refused(string text, string says) =>
        Assert.Contains(
            says, Assert.Throws<InvalidDataException>(() => MarkedSections.Fill(text, name => name == "one" ? "new" : null)).Message,
            StringComparison.Ordinal);
}
