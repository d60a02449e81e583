using System.Collections;

namespace HierKD.Tests.Run;

/// <summary>A source that gives batches a limited number of times.</summary>
internal sealed class DryingBatches(IEnumerable<(Tensor x, Tensor y)> batches, int enumerations) : IEnumerable<(Tensor x, Tensor y)>
{
    private int _left = enumerations;

    public IEnumerator<(Tensor x, Tensor y)> GetEnumerator() => (_left-- > 0 ? batches : []).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
