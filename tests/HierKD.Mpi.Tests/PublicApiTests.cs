using HierKD.Tests;
using PublicApiGenerator;

namespace HierKD.Mpi.Tests;

/// <summary>What HierKD.Mpi offers is a reviewed text.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void What_the_library_offers_is_what_was_approved()
    {
        var offered = typeof(MpiProcessGroup).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false });
        ApprovedText.Require(
            "PublicApi", "HierKD.Mpi", offered.TrimEnd().ReplaceLineEndings("\n").Split('\n'), "HierKD.Mpi.dll offers something else");
    }
}
