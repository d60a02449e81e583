using System.Collections;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Batches of one input and one target each, from a source that knows no others.</summary>
internal sealed class PairBatches(IEnumerable<(Tensor x, Tensor y)> pairs) : IEnumerable<PruningBatch>
{
    /// <summary>How many there are, if the source can tell without being read.</summary>
    public int? Count => pairs is IReadOnlyCollection<(Tensor x, Tensor y)> counted ? counted.Count
        : pairs.TryGetNonEnumeratedCount(out var count) ? count : null;

    public IEnumerator<PruningBatch> GetEnumerator() => pairs.Select(pair => (PruningBatch)pair).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
