using System.Collections;

namespace HierKD.Mpi.Worker;

/// <summary>A source of the user's own, of which each process is given its part.</summary>
/// <param name="batches">All batches.</param>
/// <param name="processes">The processes.</param>
/// <param name="lacksOne">Whether this process's part lacks a batch.</param>
internal sealed class OwnBatches(TensorBatches batches, IProcessGroup processes, bool lacksOne) : IEpochBatches
{
    public IEnumerable<PruningBatch> Epoch(int number)
    {
        var count = batches.CountShard(processes.Size);
        return batches.Shard(number, processes.Rank, processes.Size).Take(lacksOne ? count - 1 : count);
    }

    public IEnumerator<PruningBatch> GetEnumerator() => Epoch(0).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
