using System.Collections;
using HierKD;
using static TorchSharp.torch;

namespace Study.Tasks;

/// <summary>Epoch after epoch of a source whose batches can be counted.</summary>
internal sealed class Counted(IEpochBatches source) : IReadOnlyCollection<PruningBatch>
{
    private int _epoch;

    public int Count { get; } = ((IReadOnlyCollection<PruningBatch>)source).Count;

    public IEnumerator<PruningBatch> GetEnumerator() => source.Epoch(_epoch++).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
