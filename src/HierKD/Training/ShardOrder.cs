namespace HierKD;

/// <summary>
/// Which samples of an epoch each of several processes has. What all of them have in a step is what a single process has in a batch that is
/// as many times larger; the last samples, fewer than there are processes, are left out.
/// </summary>
internal static class ShardOrder
{
    /// <param name="order">The epoch's samples.</param>
    /// <param name="batchSize">Samples in a batch of one process.</param>
    /// <param name="rank">The process.</param>
    /// <param name="processes">How many there are.</param>
    public static IEnumerable<long[]> Of(long[] order, int batchSize, int rank, int processes)
    {
        if (rank < 0 || rank >= processes)
        {
            throw new ArgumentOutOfRangeException(nameof(rank), rank, $"rank is {rank}; it must be in [0, {processes}).");
        }
        var each = order.Length / processes;
        for (var begin = 0; begin < each; begin += batchSize)
        {
            var size = Math.Min(batchSize, each - begin);
            yield return order[(begin * processes + rank * size)..][..size];
        }
    }
}
