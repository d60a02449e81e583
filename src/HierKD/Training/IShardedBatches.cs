namespace HierKD;

/// <summary>
/// Training batches that several processes share (<see cref="SessionOptions.Processes"/>): each reads a part of every epoch, and all parts
/// have equally many batches. <see cref="TensorBatches"/> and <see cref="AugmentedBatches"/> are such. Of another source every process has
/// to be given a part of its own; a run refuses parts of unequal length.
/// </summary>
public interface IShardedBatches : IEpochBatches
{
    /// <summary>The batches that one of several processes trains on in an epoch.</summary>
    /// <param name="number">The epoch, as in <see cref="IEpochBatches.Epoch"/>.</param>
    /// <param name="rank">The process, from 0.</param>
    /// <param name="processes">How many there are, 1 or more.</param>
    /// <returns>Equally many for each process, of equally many samples in each step: a mean over processes is then one over
    /// samples.</returns>
    IEnumerable<PruningBatch> Shard(int number, int rank, int processes);

    /// <summary>How many batches <see cref="Shard"/> gives.</summary>
    /// <param name="processes">How many processes there are, 1 or more.</param>
    int CountShard(int processes);

    /// <summary>The batches that one of several processes measures, or asks a teacher about: every sample is in exactly one part.</summary>
    /// <param name="rank">The process, from 0.</param>
    /// <param name="processes">How many there are, 1 or more.</param>
    /// <returns>Every <paramref name="processes"/>-th batch of epoch 0 by default.</returns>
    IEnumerable<PruningBatch> Part(int rank, int processes) => Epoch(0).Where((_, i) => i % processes == rank);
}
