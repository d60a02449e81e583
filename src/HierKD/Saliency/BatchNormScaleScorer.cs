using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The scale that a normalisation gives each filter (Liu et al., Learning Efficient Convolutional Networks through Network Slimming, ICCV
/// 2017).
/// </summary>
internal sealed class BatchNormScaleScorer : ISaliencyScorer
{
    public ScoreAccumulation Accumulation => ScoreAccumulation.Latest;

    public void RequireScorable(FilterGraph graph)
    {
        if (graph.Groups.FirstOrDefault(g => Norms(g).Count == 0) is not { } other) return;
        throw new ArgumentException(
            $"The normalisation scale cannot score group '{other.Name}': its filters pass no normalisation with a scale of its own. " +
            "Use another scorer, such as Saliency.GateGradient() or Saliency.Magnitude(), or exclude the layer " +
            "(DiscoveryOptions.ExcludedLayers).",
            nameof(graph));
    }

    public Tensor Score(FilterGroup group, LevelStep step)
    {
        var norms = Norms(group);
        return step.Carriers(group).Where(c => norms.Contains(c.Layer)).Select(c => c.Weight.abs().sum(1)).Aggregate((a, b) => a + b);
    }

    private static HashSet<string> Norms(FilterGroup group) =>
        [.. group.Members.Where(m => m.Target.IsNormalization && m.Target.Tensors.Any(t => t.Name == "weight")).Select(m => m.Layer)];

    public override string ToString() => "Saliency.BatchNormScale()";
}
