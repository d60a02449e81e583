namespace HierKD.Build.Tests.EndToEnd;

/// <summary>Builds without a runtime identifier, one after the other, and what there was after each.</summary>
public sealed class PortableBuilds
{
    public PortableBuilds()
    {
        using var application = SmallApplication.WithImport();
        FirstLog = application.DotNet("build", "-v:n");
        (First, FirstCopies) = (application.Output(), application.Intermediate());
        SecondLog = application.DotNet("build", "--no-restore");
        (Second, SecondCopies) = (application.Output(), application.Intermediate());
        application.DotNet("publish", "--no-restore", "--no-build");
        Published = application.Published();
        application.DotNet("build", "--no-restore", "-p:HierKDLoadOnOlderLinux=false");
        (SwitchedOff, SwitchedOffCopies) = (application.Output(), application.Intermediate());
        application.DotNet("build", "--no-restore", "-t:Rebuild");
        Rebuilt = application.Output();
        application.DotNet("build", "--no-restore", "-t:Clean;Build");
        CleanedAndBuilt = application.Output();
        application.DotNet("clean");
        (Cleaned, CleanedCopies) = (application.Output(), application.Intermediate());
        Package = application.Package();
    }

    internal string FirstLog { get; }

    internal string SecondLog { get; }

    internal Snapshot First { get; }

    internal Snapshot FirstCopies { get; }

    internal Snapshot Second { get; }

    internal Snapshot SecondCopies { get; }

    internal Snapshot Published { get; }

    internal Snapshot SwitchedOff { get; }

    internal Snapshot SwitchedOffCopies { get; }

    internal Snapshot Rebuilt { get; }

    internal Snapshot CleanedAndBuilt { get; }

    internal Snapshot Cleaned { get; }

    internal Snapshot CleanedCopies { get; }

    internal Snapshot Package { get; }
}
