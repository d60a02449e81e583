namespace HierKD;

/// <summary>How far a learning-rate schedule is.</summary>
/// <param name="Epoch">The epochs done, with the part of the current one that is done; 0 at the start.</param>
/// <param name="Epochs">The epochs of the whole schedule.</param>
public readonly record struct PhasePosition(double Epoch, double Epochs)
{
    /// <summary>The part that is done, in [0, 1].</summary>
    public double Progress => Epoch / Epochs;
}
