using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>What a level, or the original, gave on a batch, as a teacher: no gradients.</summary>
/// <param name="Output">The model's output.</param>
/// <param name="Features">A feature for each site that the loss compares, over the channels that are on.</param>
/// <param name="Kept">The channels that are on.</param>
internal sealed record LevelOutput(Tensor Output, IReadOnlyList<Tensor> Features, ModelSelection Kept)
{
    /// <summary>
    /// What several teach together: the mean of their outputs, and the features of the first, since levels of different widths have
    /// features that cannot be averaged.
    /// </summary>
    public static LevelOutput Mean(IReadOnlyList<LevelOutput> teachers) => teachers.Count == 1
        ? teachers[0]
        : teachers[0] with { Output = teachers.Select(t => t.Output).Aggregate((a, b) => a + b) / teachers.Count };

    public LevelOutput MoveToOuterDisposeScope()
    {
        Output.MoveToOuterDisposeScope();
        foreach (var feature in Features) feature.MoveToOuterDisposeScope();
        return this;
    }
}
