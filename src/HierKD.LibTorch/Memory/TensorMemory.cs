namespace TorchSharp;

/// <summary>
/// Counts the native bytes that live tensors hold, and collects garbage when they have doubled since the last collection. A
/// tensor is a small object to the garbage collector, which would let programs without dispose scopes grow without end; its own
/// GC.AddMemoryPressure counts only what is added, and collects several times per training step in programs that dispose of
/// everything.
/// </summary>
internal static class TensorMemory
{
    private const long Least = 256L << 20;

    // Long enough for any number of tensors, and no deadlock if a finalizer waits for a lock that the caller holds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly ManualResetEventSlim Finalized = new();

    private static long live;
    private static long limit = Least;

    internal static void Added(long bytes)
    {
        var now = Interlocked.Add(ref live, bytes);
        var bound = Interlocked.Read(ref limit);
        if (now > bound && Interlocked.CompareExchange(ref limit, long.MaxValue, bound) == bound)
        {
            Collect();
        }
    }

    internal static void Removed(long bytes) => Interlocked.Add(ref live, -bytes);

    private static void Collect()
    {
        Finalized.Reset();
        MarkEndOfFinalizers();
        GC.Collect();
        Finalized.Wait(Patience);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void MarkEndOfFinalizers() => _ = new LastFinalizer();

    /// <summary>Is finalized after the tensors that died before it was made, when it is known what is left.</summary>
    private sealed class LastFinalizer
    {
        ~LastFinalizer()
        {
            Interlocked.Exchange(ref limit, Math.Max(Least, 2 * Interlocked.Read(ref live)));
            Finalized.Set();
        }
    }
}
