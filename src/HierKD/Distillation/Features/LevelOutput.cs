using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>What a level, or the original, gave on a batch, as a teacher: no gradients.</summary>
/// <param name="Outputs">The model's outputs.</param>
/// <param name="Features">A feature for each site that the loss compares, over the channels that are on.</param>
/// <param name="Kept">The channels that are on.</param>
internal sealed record LevelOutput(IReadOnlyList<Tensor> Outputs, IReadOnlyList<Tensor> Features, ModelSelection Kept)
{
    /// <summary>
    /// What several teach together: the mean of each of their outputs, and the features of the first, since levels of different widths have
    /// features that cannot be averaged.
    /// </summary>
    public static LevelOutput Mean(IReadOnlyList<LevelOutput> teachers) => teachers.Count == 1
        ? teachers[0]
        : teachers[0] with
        {
            Outputs =
            [
                .. Enumerable.Range(0, teachers.Min(t => t.Outputs.Count)).Select(i => Mean([.. teachers.Select(t => t.Outputs[i])])),
            ],
        };

    public LevelOutput MoveToOuterDisposeScope()
    {
        foreach (var tensor in Outputs.Concat(Features)) tensor.MoveToOuterDisposeScope();
        return this;
    }

    /// <summary>Whole numbers, such as chosen classes, have no mean.</summary>
    private static Tensor Mean(Tensor[] outputs) =>
        outputs[0].is_floating_point() ? outputs.Aggregate((a, b) => a + b) / outputs.Length : outputs[0];
}
