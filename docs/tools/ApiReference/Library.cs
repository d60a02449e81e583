using System.Xml.Linq;
using HierKD.Onnx;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace HierKD.ApiReference;

/// <summary>The libraries as a user sees them: public types and members, and what their XML comments say.</summary>
internal sealed class Library
{
    private readonly CSharpCompilation _compilation;
    private readonly Dictionary<string, XElement> _comments;

    private Library(CSharpCompilation compilation, IEnumerable<IAssemblySymbol> assemblies, Dictionary<string, XElement> comments)
    {
        _compilation = compilation;
        _comments = comments;
        Types = [.. assemblies.SelectMany(assembly => TypesOf(assembly.GlobalNamespace))
            .Where(type => type.DeclaredAccessibility == Accessibility.Public)
            .OrderBy(type => type.Name, StringComparer.Ordinal)];
    }

    public IReadOnlyList<INamedTypeSymbol> Types { get; }

    /// <summary>The libraries that this program was built with, and everything that they refer to.</summary>
    public static Library Load()
    {
        string[] files = [typeof(HierarchicalPruner).Assembly.Location, typeof(OnnxModel).Assembly.Location];
        var own = files.Select(file => MetadataReference.CreateFromFile(file)).ToArray();
        var others = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
                && !files.Contains(path))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("Reference", references: [.. own, .. others]);
        // What both compile into themselves is internal, and described twice.
        var comments = files.SelectMany(file => XDocument.Load(Path.ChangeExtension(file, ".xml")).Descendants("member"))
            .DistinctBy(member => member.Attribute("name")!.Value)
            .ToDictionary(member => member.Attribute("name")!.Value);
        return new Library(compilation, own.Select(o => (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(o)!), comments);
    }

    public static string PageOf(INamedTypeSymbol type) => $"{type.Name}.md";

    /// <summary>Its members of one kind that were written by a person: what the compiler adds to records has no comment.</summary>
    public IEnumerable<ISymbol> Members(INamedTypeSymbol type) => type.GetMembers()
        .Where(member => member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected
            && member is not IMethodSymbol { AssociatedSymbol: not null }
            && CommentOf(member) is not null);

    /// <summary>What the XML comment says, an inherited one where it says so.</summary>
    public XElement? CommentOf(ISymbol symbol)
    {
        if (symbol.GetDocumentationCommentId() is not { } id || !_comments.TryGetValue(id, out var comment)) return null;
        return comment.Element("inheritdoc") is null
            ? comment
            : InheritedFrom(symbol).Select(CommentOf).FirstOrDefault(inherited => inherited is not null) ?? comment;
    }

    /// <summary>What a cref means, if it is anything public.</summary>
    public ISymbol? Find(string cref) =>
        DocumentationCommentId.GetFirstSymbolForDeclarationId(cref, _compilation) is { } symbol && IsPublic(symbol) ? symbol : null;

    public bool IsOwn(ISymbol symbol) => Types.Contains(TypeOf(symbol), SymbolEqualityComparer.Default);

    public static INamedTypeSymbol TypeOf(ISymbol symbol) => (symbol as INamedTypeSymbol ?? symbol.ContainingType).OriginalDefinition;

    /// <summary>What a person wrote without saying what it is.</summary>
    public IEnumerable<string> WithoutSummary() => Types.SelectMany(type => type.GetMembers().Where(IsWritten).Prepend(type))
        .Where(symbol => string.IsNullOrWhiteSpace(CommentOf(symbol)?.Element("summary")?.Value))
        .Select(symbol => symbol.ToDisplayString());

    /// <summary>
    /// What takes a parameter without saying what it is, unless one sentence says it of a method with a single parameter.
    /// </summary>
    public IEnumerable<string> WithoutParameters() => Types.SelectMany(
        type => type.GetMembers().OfType<IMethodSymbol>().Where(method => method.Parameters.Length > 1 && IsWritten(method)))
        .SelectMany(method => method.Parameters
            .Where(p => CommentOf(method)?.Elements("param").Any(e => e.Attribute("name")!.Value == p.Name) != true)
            .Select(p => $"{method.ToDisplayString()}: {p.Name}"));

    /// <summary>Neither what the compiler makes of records and properties, nor a constructor that takes and does nothing.</summary>
    private static bool IsWritten(ISymbol member) => member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected
        && member.ContainingType?.TypeKind != TypeKind.Delegate
        && member is not (IMethodSymbol { AssociatedSymbol: not null }
            or IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.Length: 0 } or INamedTypeSymbol)
        && !member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute");

    private static bool IsPublic(ISymbol symbol) => symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected
        && TypeOf(symbol).DeclaredAccessibility == Accessibility.Public;

    private static IEnumerable<ISymbol> InheritedFrom(ISymbol symbol)
    {
        ISymbol? overridden = symbol switch { IMethodSymbol m => m.OverriddenMethod, IPropertySymbol p => p.OverriddenProperty, _ => null };
        if (overridden is not null) yield return overridden;
        if (symbol is INamedTypeSymbol) yield break;
        foreach (var member in symbol.ContainingType.AllInterfaces.SelectMany(i => i.GetMembers()))
        {
            if (SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol))
            {
                yield return member.OriginalDefinition;
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceSymbol space) =>
        space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(TypesOf));
}
