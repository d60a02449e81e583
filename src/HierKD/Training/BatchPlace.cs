namespace HierKD;

/// <summary>Which batch of the user's data it is.</summary>
/// <param name="Source">The property of <see cref="PruningData"/> that it comes from.</param>
/// <param name="Epoch">The epoch, from 1 on; 0 before training, and for sources that are the same in every epoch.</param>
/// <param name="Number">Its number in the epoch, from 1 on.</param>
internal sealed record BatchPlace(string Source, int Epoch, int Number)
{
    public override string ToString() => $"Batch {Number} of data.{Source}{(Epoch > 0 ? $" in epoch {Epoch}" : "")}";
}
