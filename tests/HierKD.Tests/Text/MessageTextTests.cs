namespace HierKD.Tests.Storage;

/// <summary>Texts out of a file as a message shows them.</summary>
public sealed class MessageTextTests
{
    [Theory]
    [InlineData("features.0.weight", "features.0.weight")]
    [InlineData("a \"näme\" 名 😀", "a \"näme\" 名 😀")]
    [InlineData("\u001b[2Jx\r\n\t\0\u009b", "\ufffd[2Jx\ufffd\ufffd\ufffd\ufffd\ufffd")]
    [InlineData("a\u202eb\u2028c\u200fd", "a\ufffdb\ufffdc\ufffdd")]
    public void What_cannot_be_seen_is_marked(string text, string shown) => Assert.Equal(shown, MessageText.Of(text));

    [Fact]
    public void Half_a_letter_is_marked() => Assert.Equal("a\ufffdb", MessageText.Of("a" + (char)0xd83d + "b"));

    [Fact]
    public void Long_texts_are_cut_between_letters()
    {
        Assert.Equal(new string('x', 200), MessageText.Of(new string('x', 200)));
        Assert.Equal(new string('x', 200) + "…", MessageText.Of(new string('x', 201)));
        Assert.Equal(new string('x', 199) + "😀…", MessageText.Of(new string('x', 199) + "😀y"));
    }

    [Fact]
    public void Of_many_names_the_first_are_shown()
    {
        Assert.Equal("a, b", MessageText.List(["a", "b"], most: 2));
        Assert.Equal("a, b and 2 more", MessageText.List(["a", "b", "c", "d"], most: 2));
    }
}
