namespace HierKD.Tests;

/// <summary>Files of the checkout that the tests were built from.</summary>
internal static class RepositoryFolder
{
    /// <summary>A path below the checkout's top folder.</summary>
    // The path that the compiler knows is mapped away in a deterministic build, so look upwards from where the test runs.
    public static string Find(params string[] path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "HierKD.sln"))) return Path.Combine([folder.FullName, .. path]);
        }
        throw new DirectoryNotFoundException($"no HierKD.sln above {AppContext.BaseDirectory}");
    }
}
