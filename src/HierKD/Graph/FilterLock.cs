namespace HierKD;

/// <summary>A layer whose filters stay, and why.</summary>
/// <param name="Layer">The layer's path in the model.</param>
/// <param name="Reason">Why its filters cannot be removed, as a clause: "its outputs are the model's outputs".</param>
public sealed record FilterLock(string Layer, string Reason);
