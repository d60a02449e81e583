namespace HierKD;

/// <summary>
/// Training batches whose epochs have numbers: what an epoch gives depends on its number alone, not on how often the source was read
/// before. A run that continues from a checkpoint then sees what it would have seen without the interruption.
/// </summary>
public interface IEpochBatches : IEnumerable<PruningBatch>
{
    /// <summary>The batches of one epoch, the same whenever it is asked for that number.</summary>
    /// <param name="number">The epoch, 0 or more. A run asks for 0 before it trains and counts on from 1 through all its phases.</param>
    IEnumerable<PruningBatch> Epoch(int number);
}
