using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace HierKD.ApiReference;

/// <summary>Where the source of each public type is.</summary>
internal sealed partial class SourceFiles
{
    private readonly string _root;
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);

    private static readonly string[] Libraries = ["HierKD", "HierKD.Onnx"];

    /// <param name="root">The folder of all sources.</param>
    public SourceFiles(string root)
    {
        _root = root;
        var files = Libraries
            .SelectMany(library => Directory.EnumerateFiles(Path.Combine(root, library), "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file => file.Split('/')[1] is not ("obj" or "bin"))
            .Order(StringComparer.Ordinal);
        foreach (var file in files)
        {
            foreach (Match declaration in PublicType().Matches(File.ReadAllText(Path.Combine(root, file))))
            {
                _files.TryAdd(declaration.Groups["name"].Value, file);
            }
        }
    }

    /// <summary>Its path below the sources.</summary>
    public string Of(INamedTypeSymbol type) => _files.TryGetValue(type.Name, out var file)
        ? file
        : throw new FileNotFoundException($"No file of {_root} declares the public type {type.Name}.");

    /// <summary>The folder that it lies in, empty for the front door; other libraries are a chapter each.</summary>
    public string ChapterOf(INamedTypeSymbol type) => Of(type).Split('/') switch
    {
        ["HierKD", _] => "",
        ["HierKD", var folder, ..] => folder,
        [var library, ..] => library,
        _ => "",
    };

    [GeneratedRegex(
        @"^public ([a-z ]*?\b(class|record struct|record|struct|enum|interface) (?<name>\w+)|delegate [^(]* (?<name>\w+)\()",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex PublicType();
}
