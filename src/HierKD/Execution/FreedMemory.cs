using System.Runtime.InteropServices;

namespace HierKD;

/// <summary>
/// Memory that libtorch has freed and that glibc's heap keeps. Levels of different widths leave gaps in it that others do not fit into, so
/// that it grows to several times what is alive.
/// </summary>
internal static class FreedMemory
{
    private static readonly Lazy<Trim?> Glibc = new(Find);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Trim(nint pad);

    /// <summary>Whether there is anything to give back: with glibc alone.</summary>
    public static bool IsKept => Glibc.Value is not null;

    /// <summary>Gives it back to the system.</summary>
    public static void GiveBack() => Glibc.Value?.Invoke(0);

    private static Trim? Find() =>
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var library)
            && NativeLibrary.TryGetExport(library, "malloc_trim", out var symbol)
            ? Marshal.GetDelegateForFunctionPointer<Trim>(symbol)
            : null;
}
