using System.Reflection;

namespace HierKD.Tests.TorchSharpSurface;

/// <summary>
/// The types and members of TorchSharp that HierKD.dll uses are a reviewed list: what is added to it must exist in every supported
/// version.
/// </summary>
public class TorchSharpSurfaceTests
{
    [Fact]
    public void The_members_of_TorchSharp_that_the_library_uses_are_the_approved_ones()
    {
        var used = UsedMembers.Of(Assembly.Load("HierKD").Location);
        Assert.NotEmpty(used);
        ApprovedText.Require("TorchSharpSurface", "TorchSharpSurface", used, "HierKD.dll uses other members of TorchSharp");
    }

    [Fact]
    public void The_reader_finds_what_this_assembly_itself_uses()
    {
        var used = UsedMembers.Of(typeof(TorchSharpSurfaceTests).Assembly.Location);

        Assert.NotNull(typeof(TorchSharp.torch.nn.Module).FullName);
        Assert.Contains("T TorchSharp.torch+nn+Module", used);
    }
}
