using HierKD.Build.Tests.Files;

namespace HierKD.Build.Tests.EndToEnd;

/// <summary>Outputs that are links into the packages folder, which all applications share.</summary>
public sealed class HardLinkTests
{
    private const string Identifier = "linux-x64", InPackage = $"runtimes/{Identifier}/native/{Packages.Library}";
    private const string Links = "-p:CreateHardLinksForCopyLocalIfPossible=true";

    [Fact]
    public void Nothing_is_written_through_a_link_to_the_package_s_file()
    {
        using var application = SmallApplication.WithImport();
        application.DotNet("build", "-r", Identifier, Links, "-p:HierKDLoadOnOlderLinux=false");
        Assert.True(IsLink(application));

        // Without links the copy takes the place of one.
        application.DotNet("build", "-r", Identifier, "--no-restore");
        AssertIsCopy(application);

        var output = application.Output(Identifier).Path(Packages.Library);
        File.Delete(output);
        HardLink.Create(output, application.Package().Path(InPackage));
        application.DotNet("build", "-r", Identifier, "--no-restore", Links);
        AssertIsCopy(application);
    }

    private static bool IsLink(SmallApplication application) =>
        HardLink.Joins(application.Output(Identifier).Path(Packages.Library), application.Package().Path(InPackage));

    private static void AssertIsCopy(SmallApplication application)
    {
        Assert.Equal(Packages.Expected(Identifier), application.Output(Identifier)[Packages.Library]);
        Assert.Equal(Packages.Original(Identifier), application.Package()[InPackage]);
        Assert.False(IsLink(application));
    }
}
