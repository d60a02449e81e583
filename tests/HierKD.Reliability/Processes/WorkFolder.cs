namespace HierKD.Reliability.Processes;

/// <summary>A folder that goes with its owner.</summary>
internal sealed class WorkFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    private WorkFolder(string path) => FullPath = path;

    public string FullPath { get; }

    /// <summary>On a disk.</summary>
    public static WorkFolder OnDisk() => new(Directory.CreateTempSubdirectory("hierkd-reliability-").FullName);

    /// <summary>In memory, where the system has a place for that; files that are written very often belong there.</summary>
    public static WorkFolder InMemory() => Directory.Exists(Memory)
        ? new(Directory.CreateDirectory(Path.Combine(Memory, $"hierkd-reliability-{Guid.NewGuid():N}")).FullName)
        : OnDisk();

    public string File(string name) => Path.Combine(FullPath, name);

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
