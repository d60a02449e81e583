namespace HierKD.Tests;

/// <summary>A folder for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hierkd-tests-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The names of the files in it.</summary>
    public string[] Files() => Directory.GetFiles(Path).Select(f => System.IO.Path.GetFileName(f)).Order().ToArray();

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
