using HierKD.Build.Tests.Files;

namespace HierKD.Build.Tests.EndToEnd;

/// <summary>A console application in a folder of its own, with a feed and a packages folder that nobody else uses.</summary>
internal sealed class SmallApplication : IDisposable
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <UseAppHost Condition="'$(PublishSingleFile)' != 'true'">false</UseAppHost>
            <EnableSingleFileAnalyzer>false</EnableSingleFileAnalyzer>
            <SelfContained>false</SelfContained>
            <UseSharedCompilation>false</UseSharedCompilation>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="PACKAGE" Version="VERSION" />
          </ItemGroup>
          IMPORT
        </Project>
        """;

    private readonly TemporaryFolder _folder = new();

    private SmallApplication(string package, string import)
    {
        Packages.Write(_folder.File("feed"));
        // Sources and folders of the machine are left out: a name that is not in the feed is an error at once.
        File.WriteAllText(_folder.File("NuGet.config"), """
            <configuration>
              <packageSources><clear /><add key="feed" value="feed" /></packageSources>
              <auditSources><clear /></auditSources>
              <fallbackPackageFolders><clear /></fallbackPackageFolders>
            </configuration>
            """);
        Directory.CreateDirectory(Folder);
        foreach (var name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
        {
            // MSBuild looks no further up, where somebody else's may be.
            File.WriteAllText(_folder.File(name), "<Project />");
        }
        File.WriteAllText(Path.Combine(Folder, "Program.cs"), "System.Console.WriteLine();");
        File.WriteAllText(
            Path.Combine(Folder, "Application.csproj"),
            Project.Replace("PACKAGE", package).Replace("VERSION", Packages.Version).Replace("IMPORT", import));
    }

    /// <summary>The task as it was built.</summary>
    public static string Tasks => Path.Combine(AppContext.BaseDirectory, "HierKD.Build.dll");

    private string Folder => _folder.File("an application");

    private string PackagesFolder => _folder.File("packages");

    /// <summary>An application that imports the targets, as those of the repository do.</summary>
    public static SmallApplication WithImport() => new(Packages.Native, $"""
        <PropertyGroup><HierKDTasks>{Tasks}</HierKDTasks></PropertyGroup>
          <Import Project="{Path.Combine(AppContext.BaseDirectory, "HierKD.targets")}" />
        """);

    /// <summary>An application with a package that needs HierKD's.</summary>
    public static SmallApplication WithPackage() => new(Packages.Middle, "");

    public void Dispose() => _folder.Dispose();

    /// <summary>Runs <c>dotnet</c> on it, for the Release configuration.</summary>
    public string DotNet(string verb, params string[] options) =>
        DotNetCommand.Run(Folder, PackagesFolder, [verb, "-c", "Release", .. options]);

    /// <summary>The files of the application's output, by their paths in it.</summary>
    /// <param name="identifier">The runtime identifier; empty if it has none.</param>
    public Snapshot Output(string identifier = "") => new(Path.Combine(Folder, "bin", "Release", "net10.0", identifier));

    /// <summary>What is published.</summary>
    /// <param name="identifier">The runtime identifier; empty if it has none.</param>
    public Snapshot Published(string identifier = "") => new(Path.Combine(Folder, "bin", "Release", "net10.0", identifier, "publish"));

    /// <summary>The intermediate files of the targets.</summary>
    /// <param name="identifier">The runtime identifier; empty if it has none.</param>
    public Snapshot Intermediate(string identifier = "") => new(Path.Combine(Folder, "obj", "Release", "net10.0", identifier, "HierKD"));

    /// <summary>The files of the package with native libraries, where NuGet put them.</summary>
    public Snapshot Package() => new(Path.Combine(PackagesFolder, "smallnative", Packages.Version));
}
