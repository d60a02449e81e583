using System.Globalization;
using System.Runtime.InteropServices;

namespace HierKD.OnnxSurvey.Export;

/// <summary>
/// How far the process's memory rises. Linux alone tells: the peak of its memory can be set back there, so that what came before does not
/// count.
/// </summary>
internal static class PeakMemory
{
    /// <summary>Does something; gives the bytes that the process had more at some moment than before.</summary>
    /// <returns>The bytes, or null where the system does not tell.</returns>
    public static long? GrowthIn(Action action)
    {
        ReturnWhatIsFree();
        var isKnown = SetBack();
        var before = isKnown ? Read("VmRSS") : 0;
        action();
        return isKnown ? Read("VmHWM") - before : null;
    }

    // What is free and still the process's would be taken without a trace.
    private static void ReturnWhatIsFree()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library than GNU's.
        }
    }

    private static bool SetBack()
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // A line such as "VmRSS:     13540 kB".
    private static long Read(string name) => 1024 * File.ReadLines("/proc/self/status")
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => long.Parse(line.AsSpan()[(name.Length + 1)..^3], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture))
        .Single();

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Trim(nuint pad);
}
