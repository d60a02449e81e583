namespace HierKD;

/// <summary>How far discovery has come.</summary>
/// <param name="Phase">What it is doing. After a search with smaller inputs that proved wrong it begins anew with the example's
/// size.</param>
/// <param name="ForwardPasses">The forward passes so far, this one among them. Those of the search compute next to nothing of the
/// layers.</param>
public readonly record struct DiscoveryProgress(DiscoveryPhase Phase, int ForwardPasses);
