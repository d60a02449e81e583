using System.Collections;

namespace HierKD.Reliability.Throws;

/// <summary>Batches whose giving is counted, and the end of each epoch.</summary>
internal sealed class CountedBatches(TensorBatches batches, string name, CallCounter counter)
    : IEpochBatches, IReadOnlyCollection<PruningBatch>
{
    public int Count => batches.Count;

    public IEnumerable<PruningBatch> Epoch(int number) => Counted(batches.Epoch(number));

    public IEnumerator<PruningBatch> GetEnumerator() => Counted(batches.Epoch(0)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerable<PruningBatch> Counted(IEnumerable<PruningBatch> epoch)
    {
        foreach (var batch in epoch)
        {
            counter.Called(name);
            yield return batch;
        }
        counter.Called($"end of {name}");
    }
}
