using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace HierKD.Tests.Docs;

/// <summary>A Markdown text as GitHub reads it: its links, the anchors of its headings, its blocks of code.</summary>
internal sealed class MarkdownPage
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    public MarkdownPage(string path, string text)
    {
        Path = path;
        var document = Markdown.Parse(text.ReplaceLineEndings("\n"), Pipeline);
        Links = [.. document.Descendants<LinkInline>()
            .Select(link => link.Url ?? ""), .. document.Descendants<AutolinkInline>().Select(link => link.Url)];
        Anchors = AnchorsOf(document.Descendants<HeadingBlock>());
        InlineCode = [.. document.Descendants<CodeInline>().Select(code => code.Content)];
        Code = [.. document.Descendants<CodeBlock>().Select(PageCode.Of)];
        Headings = [.. document.Descendants<HeadingBlock>()
            .Select(heading => (heading.Level, string.Concat(heading.Inline!.Descendants<CodeInline>().Select(code => code.Content))))];
    }

    /// <summary>Below the repository's top folder, with slashes.</summary>
    public string Path { get; }

    public IReadOnlyList<string> Links { get; }

    public IReadOnlySet<string> Anchors { get; }

    /// <summary>What stands as code within sentences.</summary>
    public IReadOnlyList<string> InlineCode { get; }

    public IReadOnlyList<PageCode> Code { get; }

    /// <summary>Each heading's level, and what stands in it as code.</summary>
    public IReadOnlyList<(int Level, string Code)> Headings { get; }

    public static MarkdownPage Read(string path) => new(path, File.ReadAllText(RepositoryFolder.Find(path.Split('/'))));

    // GitHub's rule: lower case, no punctuation, hyphens for spaces, a number for what comes again.
    private static HashSet<string> AnchorsOf(IEnumerable<HeadingBlock> headings)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (var heading in headings)
        {
            var text = string.Concat(heading.Inline!.Descendants().Select(
                part => part switch { LiteralInline literal => literal.Content.ToString(), CodeInline code => code.Content, _ => "" }));
            var anchor = string.Concat(text.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is '-' or '_' or ' '))
                .Replace(' ', '-');
            for (var (name, again) = (anchor, 1); !anchors.Add(name); again++) name = $"{anchor}-{again}";
        }
        return anchors;
    }
}
