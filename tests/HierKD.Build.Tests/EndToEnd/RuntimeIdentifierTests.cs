namespace HierKD.Build.Tests.EndToEnd;

/// <summary>Applications for one processor and system.</summary>
public sealed class RuntimeIdentifierTests
{
    [Fact]
    public void A_package_that_needs_HierKD_brings_the_copy_and_this_machine_need_not_be_the_one_it_is_for()
    {
        const string identifier = "linux-arm64";
        using var application = SmallApplication.WithPackage();
        application.DotNet("publish", "-r", identifier);
        Assert.Equal(Packages.Expected(identifier), application.Output(identifier)[Packages.Library]);
        Assert.Equal(Packages.Expected(identifier), application.Published(identifier)[Packages.Library]);
        Assert.Equal(Packages.Original(identifier), application.Package()[$"runtimes/{identifier}/native/{Packages.Library}"]);
    }
}
