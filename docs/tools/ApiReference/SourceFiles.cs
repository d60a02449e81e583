using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace HierKD.ApiReference;

/// <summary>Where the source of each public type is.</summary>
internal sealed partial class SourceFiles
{
    private readonly string _root;
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <param name="root">The folder of the library's sources.</param>
    public SourceFiles(string root)
    {
        _root = root;
        var files = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("obj/", StringComparison.Ordinal) && !file.StartsWith("bin/", StringComparison.Ordinal))
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

    /// <summary>The folder that it lies in, empty for the front door.</summary>
    public string ChapterOf(INamedTypeSymbol type) =>
        Of(type) is var file && file.Contains('/', StringComparison.Ordinal) ? file[..file.IndexOf('/', StringComparison.Ordinal)] : "";

    [GeneratedRegex(
        @"^public [a-z ]*?\b(class|record struct|record|struct|enum|interface) (?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex PublicType();
}
