namespace HierKD.ApiReference;

/// <summary>
/// The pages of the reference, as they should lie in docs/api. They depend on the sources alone: not on the machine.
/// </summary>
internal static class Reference
{
    public const string Index = "README.md";

    /// <param name="sources">The folder of all sources; the folders of a library's are the chapters of the index.</param>
    /// <returns>Text by file name.</returns>
    public static SortedDictionary<string, string> Pages(string sources)
    {
        var library = Library.Load();
        var files = new SourceFiles(sources);
        var pages = new SortedDictionary<string, string>(StringComparer.Ordinal) { [Index] = new IndexPage(library, files).ToString() };
        foreach (var type in library.Types) pages.Add(Library.PageOf(type), new TypePage(library, type, files.Of(type)).ToString());
        return pages;
    }
}
