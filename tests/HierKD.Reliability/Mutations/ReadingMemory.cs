using System.Diagnostics;

namespace HierKD.Reliability.Mutations;

/// <summary>Holds what reading a file takes of memory against what it may take.</summary>
/// <param name="file">The bytes of the valid file.</param>
internal sealed class ReadingMemory(long file)
{
    private const long Mebibyte = 1 << 20;

    private readonly long _limit = (3 * file) + (100 * Mebibyte);
    private long _peak = Peak();
    private long _allocated = GC.GetAllocatedBytesForCurrentThread();

    /// <summary>How far the process's peak has risen in all.</summary>
    public long GrowthMebibytes { get; private set; }

    /// <summary>Begins a call.</summary>
    public void Begin() => _allocated = GC.GetAllocatedBytesForCurrentThread();

    /// <summary>What the call has allocated too much, in words; <see langword="null"/> if it is not.</summary>
    public string? End() => GC.GetAllocatedBytesForCurrentThread() - _allocated is var taken && taken > _limit
        ? "too much memory is allocated by a call"
        : null;

    /// <summary>
    /// What the process takes beyond its peak at the last check, in words; <see langword="null"/> if it is not too much. It sees memory
    /// that the runtime does not know of, but is too slow for every call.
    /// </summary>
    public string? Check()
    {
        var (before, now) = (_peak, Peak());
        _peak = now;
        GrowthMebibytes += (now - before) / Mebibyte;
        return now - before > _limit ? "the process's memory grows too far" : null;
    }

    private static long Peak()
    {
        using var own = Process.GetCurrentProcess();
        return own.PeakWorkingSet64;
    }
}
