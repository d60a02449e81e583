#region pruner
using HierKD;

#endregion
using TorchSharp;
using static TorchSharp.torch;

namespace Readme;

#region pruner
/// <summary>Keeps the strongest filters of every layer, an even number of them.</summary>
public sealed class EvenPruner : IPruner
{
    public double LargestRatio(FilterGraph graph) => 1 - 2.0 * graph.Groups.Count / graph.Filters;

    public FilterMask Select(FilterScores scores, double ratio) => FilterMask.Of(scores.Graph, scores.Graph.Groups.Select(group =>
    {
        var keep = Math.Max(2, (int)Math.Ceiling((1 - ratio) * group.Filters / 2) * 2);
        var strongest = Enumerable.Range(0, group.Filters)
            .Where(f => scores.Allowed[group][f]).OrderByDescending(f => scores[group][f]).Take(keep).ToHashSet();
        return Enumerable.Range(0, group.Filters).Select(strongest.Contains);
    }));
}
#endregion

/// <summary>A distillation loss as somebody outside of HierKD writes it: the angle between the outputs.</summary>
internal sealed class CosineDistance : IDistillationLoss
{
    public Tensor Compute(DistillationStep step) => 1 - nn.functional.cosine_similarity(step.Output, step.TeacherOutput, dim: 1).mean();
}
