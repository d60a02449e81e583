using System.Collections;
using System.Diagnostics;

namespace HierKD.Mpi.Worker;

/// <summary>
/// Batches that bring trouble to one process in one epoch: <c>throw:RANK:EPOCH</c>, <c>kill</c>, <c>cancel</c>, <c>fewer</c>.
/// </summary>
internal sealed class TroubledBatches(TensorBatches batches, string trouble, CancellationTokenSource cancel)
    : IShardedBatches, IReadOnlyCollection<PruningBatch>
{
    private readonly string[] _trouble = trouble.Split(':');

    public int Count => batches.Count;

    public int CountShard(int processes) => batches.CountShard(processes);

    public IEnumerable<PruningBatch> Epoch(int number) => batches.Epoch(number);

    public IEnumerable<PruningBatch> Shard(int number, int rank, int processes)
    {
        var place = 0;
        var isHere = _trouble[1] == $"{rank}" && _trouble[2] == $"{number}";
        foreach (var batch in batches.Shard(number, rank, processes))
        {
            if (isHere && ++place == 2)
            {
                Console.Error.WriteLine($"rank {rank} comes to its trouble");
                if (_trouble[0] == "throw") throw new FormatException("a damaged image");
                if (_trouble[0] == "kill") Process.GetCurrentProcess().Kill();
                if (_trouble[0] == "cancel") cancel.Cancel();
                if (_trouble[0] == "fewer") yield break;
            }
            yield return batch;
        }
    }

    public IEnumerator<PruningBatch> GetEnumerator() => batches.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
