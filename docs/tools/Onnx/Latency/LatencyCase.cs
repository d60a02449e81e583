using HierKD.OnnxSurvey.Catalog;

namespace HierKD.OnnxSurvey.Latency;

/// <summary>A network to time.</summary>
/// <param name="Network">The network.</param>
/// <param name="LargeBatch">The samples of its large batch; the small one has one.</param>
internal sealed record LatencyCase(OnnxCase Network, int LargeBatch)
{
    /// <summary>The large batch, unless a forward of it would take too long.</summary>
    public const int UsualBatch = 64;

    public string Name => Network.Name;

    public IReadOnlyList<int> Batches => [1, LargeBatch];
}
