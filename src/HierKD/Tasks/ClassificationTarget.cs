using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Checks class indices before cross-entropy sees them: the native message for a bad one names neither the value nor the range.
/// </summary>
internal static class ClassificationTarget
{
    public static void Require(Tensor output, Tensor y)
    {
        if (output.dim() < 2)
        {
            throw new ArgumentException(
                $"The model's output has shape {Text(output)}; classification needs logits [N, C] or [N, C, …].", nameof(output));
        }
        if (output.shape[1] < 2)
        {
            throw new ArgumentException(
                $"The model's output has shape {Text(output)}, of one class; classification needs two or more. For one logit that " +
                "says yes or no make a PruningTask with functional.binary_cross_entropy_with_logits.",
                nameof(output));
        }
        if (y.dtype != ScalarType.Int64)
        {
            throw new ArgumentException($"The labels have dtype {y.dtype}; classification needs int64 class indices.", nameof(y));
        }
        long[] expected = [output.shape[0], .. output.shape[2..]];
        if (!y.shape.SequenceEqual(expected))
        {
            throw new ArgumentException(
                $"The labels have shape {Text(y)}, the model's output {Text(output)}; classification needs labels " +
                $"[{string.Join(", ", expected)}].",
                nameof(y));
        }
        using var scope = NewDisposeScope();
        var (smallest, largest) = (y.min().ToInt64(), y.max().ToInt64());
        var classes = output.shape[1];
        if (smallest < 0 || largest >= classes)
        {
            throw new ArgumentException(
                $"A label is {(smallest < 0 ? smallest : largest)}; the model has {classes} classes, labels must be in [0, {classes}).",
                nameof(y));
        }
    }

    private static string Text(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
