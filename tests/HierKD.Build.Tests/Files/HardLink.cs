using System.ComponentModel;
using System.Runtime.InteropServices;

namespace HierKD.Build.Tests.Files;

/// <summary>Two names of one file. .NET has nothing for it.</summary>
internal static class HardLink
{
    public static void Create(string path, string existing)
    {
        var done = OperatingSystem.IsWindows() ? CreateHardLink(path, existing, 0) : Link(existing, path) == 0;
        if (!done) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Whether two names are of one file: its time changes under both.</summary>
    public static bool Joins(string path, string other)
    {
        var (time, before) = (DateTime.UnixEpoch.AddDays(10_000), File.GetLastWriteTimeUtc(path));
        File.SetLastWriteTimeUtc(path, time);
        var joins = File.GetLastWriteTimeUtc(other) == time;
        File.SetLastWriteTimeUtc(path, before);
        return joins;
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string path);

    [DllImport("kernel32", EntryPoint = "CreateHardLinkW", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CreateHardLink(
        [MarshalAs(UnmanagedType.LPWStr)] string path, [MarshalAs(UnmanagedType.LPWStr)] string existing, nint security);
}
