using PublicApiGenerator;

namespace HierKD.Tests.PublicApi;

/// <summary>What HierKD offers is a reviewed text: a change of it is seen in review, and decides over the next version's number.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void What_the_library_offers_is_what_was_approved()
    {
        var offered = typeof(HierarchicalPruner).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false });
        Assert.Contains("public static class HierarchicalPruner", offered, StringComparison.Ordinal);
        ApprovedText.Require(
            "PublicApi", "HierKD", offered.TrimEnd().ReplaceLineEndings("\n").Split('\n'), "HierKD.dll offers something else");
    }
}
