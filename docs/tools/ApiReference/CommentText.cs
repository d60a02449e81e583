using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace HierKD.ApiReference;

/// <summary>XML comments as Markdown, with links to the pages of what they name.</summary>
/// <param name="library">What the names mean.</param>
/// <param name="page">The type whose page it is for; none for the index.</param>
internal sealed partial class CommentText(Library library, INamedTypeSymbol? page)
{
    /// <summary>A comment's element as paragraphs and code blocks; empty if there is none.</summary>
    public string Blocks(XElement? element)
    {
        if (element is null) return "";
        var blocks = new List<string>();
        var line = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            if (node is XElement { Name.LocalName: "para" or "code" or "list" } block)
            {
                Close();
                blocks.Add(block.Name.LocalName switch { "code" => Code(block), "list" => List(block), _ => Inline(block) });
            }
            else
            {
                line.Append(Inline(node));
            }
        }
        Close();
        return string.Join("\n\n", blocks);

        void Close()
        {
            if (Collapse(line.ToString()) is { Length: > 0 } text) blocks.Add(text);
            line.Clear();
        }
    }

    /// <summary>A comment's element in one line, fit for a cell of a table.</summary>
    public string Line(XElement? element) => element is null
        ? ""
        : Collapse(Blocks(element).Replace("\n", " ", StringComparison.Ordinal)).Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>A link to a symbol's page, or its name where it has none here.</summary>
    public string Link(ISymbol symbol, string? text = null)
    {
        text ??= $"`{Signatures.Name(symbol, page)}`";
        var type = Library.TypeOf(symbol);
        if (library.IsOwn(type))
        {
            var anchor = symbol is INamedTypeSymbol || type.TypeKind == TypeKind.Enum ? "" : "#" + TypePage.Anchor(symbol);
            var file = SymbolEqualityComparer.Default.Equals(type, page) && anchor.Length > 0 ? "" : Library.PageOf(type);
            return $"[{text}]({file}{anchor})";
        }
        if (type.ContainingAssembly?.Name.StartsWith("System", StringComparison.Ordinal) != true || symbol is not INamedTypeSymbol)
        {
            return text;
        }
        var name = $"{type.ContainingNamespace.ToDisplayString()}.{type.MetadataName.Replace('`', '-')}";
        return $"[{text}](https://learn.microsoft.com/dotnet/api/{name.ToLowerInvariant()})";
    }

    private string Inline(XNode node) => node switch
    {
        XText text => Escape(Whitespace().Replace(text.Value, " ")),
        XElement { Name.LocalName: "c" or "code" } code => Literal(code.Value),
        XElement { Name.LocalName: "em" or "i" } emphasis => $"*{Inside(emphasis)}*",
        XElement { Name.LocalName: "b" or "strong" } strong => $"**{Inside(strong)}**",
        XElement { Name.LocalName: "paramref" or "typeparamref" } parameter => $"`{parameter.Attribute("name")!.Value}`",
        XElement { Name.LocalName: "see" or "seealso" } see => See(see),
        XElement other => Inside(other),
        _ => "",
    };

    private string See(XElement see)
    {
        if (see.Attribute("langword") is { } word) return $"`{word.Value}`";
        var text = see.Nodes().Any() ? Inside(see) : null;
        if (see.Attribute("href") is { } address) return $"[{text ?? address.Value}]({address.Value})";
        var cref = see.Attribute("cref")!.Value;
        return library.Find(cref) is { } symbol ? Link(symbol, text) : text ?? Literal(LastName().Match(cref).Value);
    }

    private string Inside(XElement element) => Collapse(string.Concat(element.Nodes().Select(Inline)));

    private string List(XElement list) =>
        string.Join('\n', list.Elements("item").Select(item => "- " + Inside(item.Element("description") ?? item)));

    private static string Code(XElement code)
    {
        var lines = code.Value.ReplaceLineEndings("\n").Trim('\n', ' ').Split('\n');
        var rest = lines.Skip(1).Where(l => l.Trim().Length > 0).ToList();
        var indentation = rest.Count == 0 ? 0 : rest.Min(l => l.Length - l.TrimStart().Length);
        var moved = lines.Select((l, i) => i == 0 || l.Length < indentation ? l.Trim() : l[indentation..].TrimEnd());
        return $"```csharp\n{string.Join('\n', moved)}\n```";
    }

    private static string Literal(string value) => value.Contains('`', StringComparison.Ordinal)
        ? $"`` {Whitespace().Replace(value, " ")} ``"
        : $"`{Whitespace().Replace(value, " ")}`";

    private static string Collapse(string text) => Whitespace().Replace(text, " ").Trim();

    private static string Escape(string text) => MarkdownSign().Replace(text, @"\$0");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();

    [GeneratedRegex(@"[\\`*_\[\]<>]")]
    private static partial Regex MarkdownSign();

    [GeneratedRegex(@"[^.:]+(\([^)]*\))?$")]
    private static partial Regex LastName();
}
