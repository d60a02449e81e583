namespace HierKD.Tests.Docs;

/// <summary>The Markdown files of the checkout.</summary>
internal static class MarkdownPages
{
    private static readonly string[] Skipped = ["bin", "obj", "artifacts", "TestResults", "node_modules", "build"];

    /// <summary>All of them.</summary>
    public static IEnumerable<MarkdownPage> All() => Below(new DirectoryInfo(RepositoryFolder.Find()))
        .Select(file => MarkdownPage.Read(Path.GetRelativePath(RepositoryFolder.Find(), file.FullName).Replace('\\', '/')))
        .OrderBy(page => page.Path, StringComparer.Ordinal);

    /// <summary>What the documentation is: README.md and the pages below docs, but for the API reference, which is generated.</summary>
    public static IEnumerable<MarkdownPage> Documentation() => All()
        .Where(page => page.Path == "README.md"
            || (page.Path.StartsWith("docs/", StringComparison.Ordinal) && !page.Path.StartsWith("docs/api/", StringComparison.Ordinal)));

    /// <summary>The pages that the packages show.</summary>
    public static IEnumerable<MarkdownPage> OfPackages() =>
        All().Where(page => page.Path is "src/HierKD/package/README.md" or "src/HierKD.Onnx/package/README.md");

    private static IEnumerable<FileInfo> Below(DirectoryInfo folder) => folder.EnumerateFiles("*.md")
        .Concat(folder.EnumerateDirectories().Where(d => !d.Name.StartsWith('.') && !Skipped.Contains(d.Name)).SelectMany(Below));
}
