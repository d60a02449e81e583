using System.Collections;

namespace HierKD.Reliability.Throws;

/// <summary>Batches whose giving is counted, and the end of each epoch.</summary>
internal sealed class CountedBatches(TensorBatches batches, string name, CallCounter counter)
    : IEpochBatches, IReadOnlyCollection<(Tensor x, Tensor y)>
{
    public int Count => batches.Count;

    public IEnumerable<(Tensor x, Tensor y)> Epoch(int number) => Counted(batches.Epoch(number));

    public IEnumerator<(Tensor x, Tensor y)> GetEnumerator() => Counted(batches.Epoch(0)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerable<(Tensor x, Tensor y)> Counted(IEnumerable<(Tensor x, Tensor y)> epoch)
    {
        foreach (var batch in epoch)
        {
            counter.Called(name);
            yield return batch;
        }
        counter.Called($"end of {name}");
    }
}
