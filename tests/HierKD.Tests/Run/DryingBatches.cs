using System.Collections;

namespace HierKD.Tests.Run;

/// <summary>A source that gives batches a limited number of times.</summary>
internal sealed class DryingBatches(IEnumerable<PruningBatch> batches, int enumerations) : IEnumerable<PruningBatch>
{
    private int _left = enumerations;

    public IEnumerator<PruningBatch> GetEnumerator() => (_left-- > 0 ? batches : []).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
