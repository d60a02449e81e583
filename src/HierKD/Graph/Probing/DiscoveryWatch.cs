namespace HierKD;

/// <summary>Counts the forward passes of discovery, tells of them, and ends it between two of them.</summary>
internal sealed class DiscoveryWatch(IProgress<DiscoveryProgress>? progress, CancellationToken cancellation)
{
    private int _passes;

    /// <summary>What they are for.</summary>
    public DiscoveryPhase Phase { get; set; }

    /// <summary>Comes before each forward pass.</summary>
    public void Pass()
    {
        cancellation.ThrowIfCancellationRequested();
        progress?.Report(new DiscoveryProgress(Phase, ++_passes));
    }

    /// <summary>
    /// Whether a failure may be the forward's own, on inputs or in a form that it does not bear; else it has to reach the caller.
    /// </summary>
    public static bool IsForwards(Exception failure) => failure is not (OutOfMemoryException or OperationCanceledException);
}
