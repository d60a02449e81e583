using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HierKD.Tests.Architecture;

/// <summary>The folders of the library depend on each other one way: a folder uses only what stands below it.</summary>
public sealed class FolderOrderTests
{
    /// <summary>From the bottom up; the folders of one line do not know each other. The empty name is the front door.</summary>
    private static readonly string[][] Order =
    [
        ["Text", "Distributed"],
        ["Layers", "Optimizers"],
        ["Execution"],
        ["Graph"],
        ["Surgery"],
        ["Saliency", "Pruning", "Distillation"],
        ["Tasks", "Widths"],
        ["Hierarchy"],
        ["Storage", "Diagnostics"],
        ["Training"],
        ["Reporting"],
        ["Sensitivity"],
        ["Checkpoints"],
        [""],
    ];

    private static readonly string Root = RepositoryFolder.Find("src", "HierKD");

    private static readonly Lazy<IReadOnlyList<(string From, string To, string What)>> Uses = new(() => [.. Read().Distinct()]);

    [Fact]
    public void Every_folder_has_its_place()
    {
        var folders = Directory.GetFiles(Root, "*.cs", SearchOption.AllDirectories).Where(IsSource).Select(FolderOf).Distinct();
        Assert.Equal(Order.SelectMany(f => f).Order(), folders.Order());
    }

    [Fact]
    public void A_folder_uses_only_what_is_below_it()
    {
        var upwards = Uses.Value.Where(use => PlaceOf(use.To) >= PlaceOf(use.From))
            .Select(use => $"{use.From} -> {use.To}: {use.What}").Order(StringComparer.Ordinal);
        Assert.Empty(upwards);
    }

    [Fact]
    public void The_reader_sees_what_is_used()
    {
        Assert.Contains(("Training", "Hierarchy", "JointPhase uses PruningSession"), Uses.Value);
        Assert.Contains(("", "Training", "HierarchicalPruner uses PruningData"), Uses.Value);
    }

    private static int PlaceOf(string folder) => Array.FindIndex(Order, line => line.Contains(folder));

    private static IEnumerable<(string From, string To, string What)> Read()
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var trees = Directory.GetFiles(Root, "*.cs", SearchOption.AllDirectories).Where(f => IsSource(f) || f.EndsWith("GlobalUsings.g.cs"))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file)).ToList();
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && Path.GetFileName(path) != "HierKD.dll")
            .Select(path => MetadataReference.CreateFromFile(path));
        var library = CSharpCompilation.Create("Read", trees, references, new(OutputKind.DynamicallyLinkedLibrary));
        foreach (var tree in trees.Where(t => IsSource(t.FilePath)))
        {
            var (model, from) = (library.GetSemanticModel(tree), FolderOf(tree.FilePath));
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (TypeOf(model.GetSymbolInfo(name).Symbol) is not { } type) continue;
                foreach (var to in type.Locations
                    .Where(l => l.IsInSource)
                    .Select(l => FolderOf(l.SourceTree!.FilePath))
                    .Where(to => to != from))
                {
                    yield return (from, to, $"{Path.GetFileNameWithoutExtension(tree.FilePath)} uses {type.Name}");
                }
            }
        }
    }

    private static INamedTypeSymbol? TypeOf(ISymbol? symbol)
    {
        var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
        while (type?.ContainingType is { } outer) type = outer;
        return type?.OriginalDefinition;
    }

    private static bool IsSource(string file) => !Parts(file).Contains("obj") && !Parts(file).Contains("bin");

    private static string FolderOf(string file) => Parts(file) is [var folder, _, ..] ? folder : "";

    private static string[] Parts(string file) => Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar);
}
