using HierKD.Tests;
using PublicApiGenerator;

namespace HierKD.Onnx.Tests;

/// <summary>What HierKD.Onnx offers is a reviewed text.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void What_the_library_offers_is_what_was_approved()
    {
        var offered = typeof(OnnxModel).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false });
        ApprovedText.Require(
            "PublicApi", "HierKD.Onnx", offered.TrimEnd().ReplaceLineEndings("\n").Split('\n'), "HierKD.Onnx.dll offers something else");
    }
}
