namespace HierKD.Benchmarks.Pairs;

/// <summary>What gives a process its memory.</summary>
internal enum Allocator
{
    /// <summary>The C library.</summary>
    System,

    /// <summary>tcmalloc, loaded before it (Debian's package libtcmalloc-minimal4).</summary>
    Tcmalloc,
}

/// <summary>How a process is told.</summary>
internal static class AllocatorLibrary
{
    private const string Name = "libtcmalloc_minimal.so.4";

    private static readonly string[] Folders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];

    /// <summary>What has to be installed, in words; <see langword="null"/> if it is.</summary>
    public static string? Lacks(Allocator allocator) =>
        allocator == Allocator.System || Path() is not null ? null : $"{Name} (Debian: apt-get install libtcmalloc-minimal4)";

    /// <summary>Tells a process that is to be started.</summary>
    public static void Set(Allocator allocator, IDictionary<string, string?> environment)
    {
        if (allocator == Allocator.Tcmalloc) environment["LD_PRELOAD"] = Path();
    }

    private static string? Path() => Folders.Select(f => $"{f}/{Name}").FirstOrDefault(File.Exists);
}
