namespace HierKD.Tests.Docs;

/// <summary>Every link of a committed page leads somewhere: to a file, to a heading, or to an address that is well formed.</summary>
public sealed class LinkTests
{
    private static readonly Dictionary<string, MarkdownPage> Pages =
        MarkdownPages.All().ToDictionary(page => page.Path, StringComparer.Ordinal);

    [Fact]
    public void Every_link_leads_somewhere()
    {
        Assert.True(Pages.Count > 20, $"only {Pages.Count} pages");
        Assert.True(Pages.Values.Sum(page => page.Links.Count) > 300, "only a few links");
        var faults = Pages.Values.SelectMany(page => page.Links.Select(link => Fault(page, link)).OfType<string>()).ToList();
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    [Fact]
    public void What_packages_show_leads_out_of_them()
    {
        var relative =
            MarkdownPages.OfPackages().SelectMany(page => page.Links).Where(link => !Uri.IsWellFormedUriString(link, UriKind.Absolute));
        Assert.Empty(relative);
    }

    [Fact]
    public void Every_page_is_found_from_the_first()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var next = new Stack<string>(["README.md"]);
        while (next.TryPop(out var path))
        {
            if (!Pages.TryGetValue(path, out var page) || !reached.Add(path)) continue;
            foreach (var link in page.Links.Where(link => !link.Contains(':', StringComparison.Ordinal)))
            {
                next.Push(Target(page, link).Path);
            }
        }
        Assert.Empty(Pages.Keys.Where(path => path.StartsWith("docs/", StringComparison.Ordinal)).Except(reached));
    }

    [Theory]
    [InlineData("[a](docs/nothing.md)", "there is no docs/nothing.md")]
    [InlineData("[a](docs/METHOD.md)", "there is no docs/METHOD.md")]
    [InlineData("[a](docs/method.md#nothing)", "has no heading 'nothing'")]
    [InlineData("[a](#nothing)", "has no heading 'nothing'")]
    [InlineData("[a](../elsewhere.md)", "leads out of the repository")]
    [InlineData("[a](http:/broken)", "is not well formed")]
    [InlineData("| a |\n|---|\n| [b](nothing.md) |", "there is no nothing.md")]
    [InlineData("![a](docs/nothing.svg)", "there is no docs/nothing.svg")]
    public void A_link_that_leads_nowhere_is_found(string text, string says)
    {
        var page = new MarkdownPage("README.md", text);
        Assert.Contains(says, Fault(page, page.Links.Single()), StringComparison.Ordinal);
    }

    [Fact]
    public void Anchors_are_those_that_GitHub_makes() => Assert.Equal(
        ["what-it-is-worth", "a-pth-file-no", "runoptions-data", "twice", "twice-1", "number-10--20-"],
        new MarkdownPage(
            "a.md",
            "# What it is worth\n## A `.pth` file? No!\n## `Run(options)`, " +
            "[data](x.md)\n## Twice\n## Twice\n## Number: 10 + 20 %").Anchors);

    private static string? Fault(MarkdownPage page, string link)
    {
        if (link.Contains(':', StringComparison.Ordinal))
        {
            return Uri.TryCreate(link, UriKind.Absolute, out var address)
                && address.Scheme is "https" or "http" or "mailto"
                && Uri.IsWellFormedUriString(link, UriKind.Absolute) ? null : $"{page.Path}: the address '{link}' is not well formed";
        }
        var (path, anchor) = Target(page, link);
        if (path.StartsWith("..", StringComparison.Ordinal)) return $"{page.Path}: '{link}' leads out of the repository";
        if (path != page.Path && !Exists(path)) return $"{page.Path}: there is no {path}";
        if (anchor is null) return null;
        var target = path == page.Path ? page : Pages.GetValueOrDefault(path);
        return target is null || target.Anchors.Contains(anchor) ? null : $"{page.Path}: {path} has no heading '{anchor}'";
    }

    private static (string Path, string? Anchor) Target(MarkdownPage page, string link)
    {
        var parts = link.Split('#', 2);
        var anchor = parts.Length > 1 ? parts[1] : null;
        if (parts[0].Length == 0) return (page.Path, anchor);
        var folder = Path.GetDirectoryName(page.Path)!;
        var path = Path.GetRelativePath(RepositoryFolder.Find(), Path.GetFullPath(Path.Combine(RepositoryFolder.Find(), folder, parts[0])));
        return (path.Replace('\\', '/'), anchor);
    }

    // A file system may not care about upper and lower case; GitHub does.
    private static bool Exists(string path)
    {
        var folder = RepositoryFolder.Find();
        foreach (var name in path.Split('/'))
        {
            if (name == ".") continue;
            if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any(entry => Path.GetFileName(entry) == name))
            {
                return false;
            }
            folder = Path.Combine(folder, name);
        }
        return true;
    }
}
