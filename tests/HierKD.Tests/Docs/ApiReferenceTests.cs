using HierKD.ApiReference;

namespace HierKD.Tests.Docs;

/// <summary>docs/api is what the XML comments say now, and they say something of everything public.</summary>
public sealed class ApiReferenceTests
{
    [Fact]
    public void The_reference_is_current()
    {
        var folder = RepositoryFolder.Find("docs", "api");
        var pages = Reference.Pages(RepositoryFolder.Find("src"));
        Assert.True(pages.Count > 50, $"only {pages.Count} pages");
        var there = Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).ToHashSet();
        var stale = pages.Where(page => !there.Contains(page.Key)
            || File.ReadAllText(Path.Combine(folder, page.Key)).ReplaceLineEndings("\n") != page.Value).Select(page => page.Key)
            .Concat(there.Except(pages.Keys)).ToList();
        Assert.True(stale.Count == 0, $"docs/api is not current; run docs/tools/ApiReference: {string.Join(", ", stale)}");
    }

    [Fact]
    public void Everything_public_has_a_summary() => Assert.Empty(Library.Load().WithoutSummary());

    [Fact]
    public void Every_parameter_is_described() => Assert.Empty(Library.Load().WithoutParameters());
}
