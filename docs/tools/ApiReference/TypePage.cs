using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace HierKD.ApiReference;

/// <summary>The page of one type.</summary>
internal sealed class TypePage
{
    private readonly Library _library;
    private readonly INamedTypeSymbol _type;
    private readonly CommentText _text;
    private readonly StringBuilder _page = new();

    /// <param name="library">What the type belongs to.</param>
    /// <param name="type">The type.</param>
    /// <param name="source">Its file below src.</param>
    public TypePage(Library library, INamedTypeSymbol type, string source)
    {
        _library = library;
        _type = type;
        _text = new CommentText(library, type);

        Block($"<!-- Written by docs/tools/ApiReference from the XML comments of src/{source}. -->");
        Block($"# {type.Name} {Signatures.Kind(type)}");
        var comment = library.CommentOf(type)!;
        Block(_text.Blocks(comment.Element("summary")));
        Block($"```csharp\n{Signatures.Of(type)}\n```");
        if (type.TypeKind == TypeKind.Enum) Values();
        Parameters(type, comment);
        Labelled("Returns", comment.Element("returns"));
        Remarks(comment);
        Block($"[All types]({Reference.Index}) · [source](../../src/{source})");
        if (type.TypeKind is TypeKind.Enum or TypeKind.Delegate) return;

        var members = library.Members(type).ToList();
        // A record's own constructor repeats what the type says.
        Section("Constructors", members.Where(m => m is IMethodSymbol { MethodKind: MethodKind.Constructor } && !RepeatsTheType(m)));
        Section("Constants", members.OfType<IFieldSymbol>());
        Section("Properties", members.OfType<IPropertySymbol>());
        Section("Methods", members.Where(m => m is IMethodSymbol { MethodKind: not MethodKind.Constructor }));
    }

    /// <summary>The anchor of a member on its type's page; overloads stand under one heading.</summary>
    public static string Anchor(ISymbol member) => Heading(member).ToLowerInvariant().Replace(' ', '-');

    public override string ToString() => _page.ToString().TrimEnd() + "\n";

    private static string Heading(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } => $"new {member.ContainingType.Name}",
        IPropertySymbol { IsIndexer: true } => "indexer",
        _ => member.Name,
    };

    private void Section(string title, IEnumerable<ISymbol> members)
    {
        var groups = members.GroupBy(Heading).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        if (groups.Count == 0) return;
        Block($"## {title}");
        foreach (var group in groups)
        {
            Block($"### {group.Key}");
            foreach (var member in group.OrderBy(m => m.GetDocumentationCommentId(), StringComparer.Ordinal)) Member(member);
        }
    }

    private void Member(ISymbol member)
    {
        var comment = _library.CommentOf(member)!;
        Block($"```csharp\n{Signatures.Of(member)}\n```");
        Block(_text.Blocks(comment.Element("summary")));
        if (_type.TypeKind == TypeKind.Interface && !member.IsAbstract) Block("*It has a default: an implementation need not have it.*");
        Labelled("Value", comment.Element("value"));
        Parameters(member, comment);
        Labelled("Returns", comment.Element("returns"));
        Remarks(comment);
    }

    private void Values()
    {
        Block("| value | |\n|---|---|\n" + string.Join('\n', _type.GetMembers().OfType<IFieldSymbol>().Where(f => f.HasConstantValue)
            .Select(f => $"| `{f.Name}` | {_text.Line(_library.CommentOf(f)?.Element("summary"))} |")));
    }

    private void Parameters(ISymbol symbol, XElement comment)
    {
        var rows = comment.Elements().Where(e => e.Name.LocalName is "typeparam" or "param").ToList();
        // A record's properties say the same of themselves, one by one.
        if (rows.Count == 0 || symbol is INamedTypeSymbol { TypeKind: not TypeKind.Delegate }) return;
        Block("| parameter | |\n|---|---|\n"
            + string.Join('\n', rows.Select(p => $"| `{p.Attribute("name")!.Value}` | {_text.Line(p)} |")));
    }

    private void Remarks(XElement comment)
    {
        foreach (var remark in comment.Elements("remarks")) Block(_text.Blocks(remark));
        foreach (var exception in comment.Elements("exception"))
        {
            var cref = exception.Attribute("cref")!.Value;
            Block(
                $"**Throws** {(_library.Find(cref) is { } type ? _text.Link(type) : $"`{cref[(cref.LastIndexOf('.') + 1)..]}`")}: " +
                $"{_text.Blocks(exception)}");
        }
        foreach (var example in comment.Elements("example")) Block(_text.Blocks(example));
    }

    private bool RepeatsTheType(ISymbol constructor) =>
        _type.IsRecord
            && _library.CommentOf(constructor)!.Element("summary")?.Value == _library.CommentOf(_type)!.Element("summary")?.Value;

    private void Labelled(string label, XElement? element)
    {
        if (element is not null) Block($"**{label}** {_text.Blocks(element)}");
    }

    private void Block(string text)
    {
        if (text.Length > 0) _page.Append(text).Append("\n\n");
    }
}
