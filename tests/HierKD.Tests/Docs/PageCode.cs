using System.Text.RegularExpressions;
using Markdig.Syntax;

namespace HierKD.Tests.Docs;

/// <summary>A block of code on a page.</summary>
/// <param name="Language">The language of a fenced block, empty where it has none; <see langword="null"/> for an indented one.</param>
/// <param name="Text">What it says, lines ended by <c>\n</c> but for the last.</param>
/// <param name="Source">The file and region that the comment before it names: <c>&lt;!-- code: FILE#REGION --&gt;</c>.</param>
internal sealed partial record PageCode(string? Language, string Text, string? Source)
{
    public static PageCode Of(CodeBlock block)
    {
        var siblings = block.Parent!;
        var before = siblings.IndexOf(block) is > 0 and var index ? siblings[index - 1] as HtmlBlock : null;
        var source = before is null ? null : Comment().Match(before.Lines.ToString()) is { Success: true } match
            ? match.Groups["source"].Value : null;
        return new PageCode(
            block is FencedCodeBlock fenced ? fenced.Info ?? "" : null, block.Lines.ToString().ReplaceLineEndings("\n"), source);
    }

    [GeneratedRegex(@"^<!-- code: (?<source>\S+) -->$", RegexOptions.ExplicitCapture)]
    private static partial Regex Comment();
}
