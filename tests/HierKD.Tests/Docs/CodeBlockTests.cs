namespace HierKD.Tests.Docs;

/// <summary>
/// What the documentation shows as C# is compiled in this project, character for character; the tests beside this one run it.
/// </summary>
public sealed class CodeBlockTests
{
    [Fact]
    public void Every_block_of_csharp_is_a_region_of_a_compiled_file()
    {
        var pages = MarkdownPages.Documentation().ToList();
        Assert.Contains(pages.SelectMany(page => page.Code), code => code.Language == "csharp");
        NoneOf(pages.SelectMany(page => page.Code
            .Where(code => code.Language is "csharp" or "cs" or "c#")
            .Select(code => Fault(code) is { } fault ? $"{page.Path}: {fault}\n{code.Text}" : null)));
    }

    [Fact]
    public void The_packages_show_regions_too()
    {
        // A package's page has no comments, which nuget.org would show as text.
        string[] sources =
            ["HierKD.Tests/Docs/PackageProgram.cs", "HierKD.Onnx.Tests/Docs/OnnxPage.cs", "HierKD.Onnx.Tests/Docs/RunProgram.cs"];
        var regions = sources
            .Select(file => File.ReadAllText(RepositoryFolder.Find(["tests", .. file.Split('/')])))
            .SelectMany(source => SourceRegion.Names(source).Select(name => SourceRegion.Of(source, name))).ToList();
        var blocks = MarkdownPages.OfPackages().SelectMany(page => page.Code).Where(code => code.Language == "csharp").ToList();
        Assert.Equal(3, blocks.Count);
        Assert.All(blocks, code => Assert.Contains(code.Text, regions));
    }

    [Fact]
    public void No_csharp_hides_in_a_block_without_a_language() => NoneOf(MarkdownPages.Documentation().Concat(MarkdownPages.OfPackages())
        .SelectMany(page => page.Code.Where(
            code => code.Language is null or "" && code.Text.Split('\n').Any(line => line.TrimEnd().EndsWith(';') || line.Trim() == "{"))
            .Select(code => $"{page.Path}: this looks like C#; give it a language and a source:\n{code.Text}")));

    [Fact]
    public void Every_region_is_shown()
    {
        var folder = RepositoryFolder.Find("tests", "HierKD.Tests", "Docs");
        var shown = MarkdownPages.Documentation().SelectMany(page => page.Code).Select(code => code.Source).ToHashSet();
        var regions = Directory.GetFiles(folder, "*.cs").Where(file => Path.GetFileName(file) != "PackageProgram.cs")
            .SelectMany(file => SourceRegion.Names(File.ReadAllText(file))
                .Where(name => !name.Contains('"', StringComparison.Ordinal))
                .Select(name => $"tests/HierKD.Tests/Docs/{Path.GetFileName(file)}#{name}")).ToList();
        Assert.NotEmpty(regions);
        NoneOf(regions.Where(region => !shown.Contains(region)));
    }

    [Theory]
    [InlineData("```csharp\nfoo();\n```", "it has no source")]
    [InlineData("<!-- code: nowhere.cs#a -->\n```csharp\nfoo();\n```", "there is no nowhere.cs")]
    [InlineData("<!-- code: tests/HierKD.Tests/Docs/OwnLoop.cs -->\n```csharp\nfoo();\n```", "names no region")]
    [InlineData("<!-- code: tests/HierKD.Tests/Docs/OwnLoop.cs#loop -->\n```csharp\nfoo();\n```", "says something else")]
    [InlineData("<!-- code: tests/HierKD.Tests/Docs/OwnLoop.cs#nothing -->\n```csharp\nfoo();\n```", "no region 'nothing'")]
    public void What_is_not_compiled_is_found(string page, string says) =>
        Assert.Contains(says, Fault(new MarkdownPage("made-up.md", page).Code.Single()), StringComparison.Ordinal);

    private static string? Fault(PageCode code)
    {
        if (code.Source is null) return "it has no source: write <!-- code: FILE#REGION --> before it.";
        if (code.Source.Split('#') is not [var file, { Length: > 0 } region]) return $"its source '{code.Source}' names no region.";
        var path = RepositoryFolder.Find(file.Split('/'));
        if (!File.Exists(path)) return $"there is no {file}.";
        var source = File.ReadAllText(path);
        if (!SourceRegion.Names(source).Contains(region)) return $"{file} has no region '{region}'.";
        return SourceRegion.Of(source, region) == code.Text
            ? null
            : $"{code.Source} says something else:\n{SourceRegion.Of(source, region)}\n-- than this block:";
    }

    private static void NoneOf(IEnumerable<string?> faults)
    {
        var all = faults.OfType<string>().ToList();
        Assert.True(all.Count == 0, string.Join("\n\n", all));
    }
}
