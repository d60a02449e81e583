using System.Runtime.InteropServices;

namespace HierKD;

/// <summary>
/// What stands under a path: .NET calls a device or a pipe a file, and would put a regular file in its place.
/// </summary>
internal static class FileKind
{
    private const int TypeBits = 0xF000, RegularFile = 0x8000;

    /// <summary>What is there that is no file; <see langword="null"/> if it is one, or nothing is there.</summary>
    /// <param name="path">A full path that is no link.</param>
    public static string? NotAFile(string path)
    {
        if (Directory.Exists(path)) return "a folder";
        if (OperatingSystem.IsWindows()) return path.StartsWith(@"\\.\", StringComparison.Ordinal) ? "a device" : null;
        return (ModeOf(path) & TypeBits) switch
        {
            null or 0 or RegularFile => null,
            0x1000 => "a pipe",
            0x2000 or 0x6000 => "a device",
            0xC000 => "a socket",
            _ => "no regular file",
        };
    }

    /// <summary>The mode with the bits of the type, which .NET leaves out; <see langword="null"/> if nothing is there or it cannot be
    /// told.</summary>
    private static int? ModeOf(string path)
    {
        // Larger than the structure of any of these systems.
        var found = new byte[512];
        try
        {
            if (OperatingSystem.IsLinux()) return StatX(-100, path, 0, 0x1, found) == 0 ? BitConverter.ToUInt16(found, 28) : null;
            if (OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64)
            {
                return Stat(path, found) == 0 ? BitConverter.ToUInt16(found, 4) : null;
            }
        }
        catch (EntryPointNotFoundException)
        {
            // A C library without it cannot tell; nothing else depends on it.
        }
        return null;
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(
        int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] found);

    [DllImport("libc", EntryPoint = "stat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Stat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [Out] byte[] found);
}
