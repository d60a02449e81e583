using System.Text.RegularExpressions;

namespace HierKD.Tests.Docs;

/// <summary>The messages that docs/troubleshooting.md explains are messages that somebody can meet.</summary>
public sealed partial class TroubleshootingTests
{
    private static readonly Lazy<string[]> Lines = new(() =>
    [
        .. Sources("src/HierKD", "*.cs"), .. Sources("src/HierKD.Build", "*.cs"), .. Sources("samples/PyTorch", "*.py"),
    ]);

    [Fact]
    public void Every_message_is_in_the_source()
    {
        var messages = MarkdownPage.Read("docs/troubleshooting.md").Headings
            .Where(heading => heading.Level == 3)
            .Select(heading => heading.Code)
            .ToList();
        Assert.True(messages.Count > 15, $"only {messages.Count} messages");
        Assert.DoesNotContain("", messages);
        Assert.All(messages, message => Assert.True(InSource(message), message));
    }

    [Theory]
    [InlineData("the loss of level '…' is …", true)]
    [InlineData("the loss of level '…' is purple", false)]
    [InlineData("no line of the source says this", false)]
    public void A_message_that_nothing_says_is_found(string message, bool known) => Assert.Equal(known, InSource(message));

    // An ellipsis stands for what differs from case to case.
    private static bool InSource(string message)
    {
        var pattern = new Regex(string.Join(".*", message.Split('…').Select(Regex.Escape)));
        return Lines.Value.Any(line => pattern.IsMatch(line));
    }

    private static IEnumerable<string> Sources(string folder, string files) =>
        Directory.GetFiles(RepositoryFolder.Find(folder.Split('/')), files, SearchOption.AllDirectories)
            .Where(file => !file.Replace('\\', '/').Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Joint().Replace(File.ReadAllText(file), "").Split('\n'));

    // A message may stand in several lines of the source.
    [GeneratedRegex("\" \\+\\s+\\$?\"")]
    private static partial Regex Joint();
}
