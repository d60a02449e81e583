using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Checks class indices before cross-entropy sees them: the native message for a bad one names neither the value nor the range.
/// </summary>
internal sealed class ClassificationTarget(long ignoreIndex, TaskWeights weights)
{
    public void Require(IReadOnlyList<Tensor> outputs, PruningBatch batch)
    {
        OneOfEach.Require(outputs, batch.Targets, "PruningTask.Classification");
        Require(outputs[0], batch.Targets[0]);
    }

    private void Require(Tensor output, Tensor y)
    {
        if (output.dim() < 2)
        {
            throw new ArgumentException(
                $"The model's output has shape {ModelInputs.Shape(output)}; classification needs logits [N, C] or [N, C, …].",
                nameof(output));
        }
        if (output.shape[1] < 2)
        {
            throw new ArgumentException(
                $"The model's output has shape {ModelInputs.Shape(output)}, of one class; classification needs two or more. For one " +
                "logit that says yes or no take PruningTask.Binary().",
                nameof(output));
        }
        if (weights.Count is { } given && given != output.shape[1])
        {
            throw new ArgumentException(
                $"There are {given} classWeights, and the model's output {ModelInputs.Shape(output)} has {output.shape[1]} classes.",
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
                $"The labels have shape {ModelInputs.Shape(y)}, the model's output {ModelInputs.Shape(output)}; classification needs " +
                $"labels [{string.Join(", ", expected)}].",
                nameof(y));
        }
        RequireRange(y, output.shape[1]);
    }

    /// <summary>A mean over nothing is no number; a metric may pass over such a batch, a loss cannot.</summary>
    public Tensor Loss(Tensor output, Tensor y, double labelSmoothing)
    {
        var own = weights.On(output);
        using (no_grad())
        {
            var counts = y.ne(ignoreIndex);
            if (own is not null)
            {
                var labels = y.masked_fill(counts.logical_not(), 0);
                counts = counts.logical_and(own.index_select(0, labels.flatten()).gt(0).reshape(y.shape));
            }
            if (!counts.any().ToBoolean())
            {
                throw new ArgumentException(
                    $"All labels are {ignoreIndex}, the ignoreIndex{(own is null ? "" : ", or of classes that weigh 0")}: there is " +
                    "nothing to learn from the batch. Leave such batches out.",
                    nameof(y));
            }
        }
        return nn.functional.cross_entropy(output, y, own, ignoreIndex, nn.Reduction.Mean, labelSmoothing);
    }

    private void RequireRange(Tensor y, long classes)
    {
        if (y.numel() == 0) return;
        using var scope = NewDisposeScope();
        var ignored = y.eq(ignoreIndex);
        if (ignored.all().ToBoolean()) return;
        var labels = y.masked_fill(ignored, 0);
        var (smallest, largest) = (labels.min().ToInt64(), labels.max().ToInt64());
        if (smallest >= 0 && largest < classes) return;
        throw new ArgumentException(
            $"A label is {(smallest < 0 ? smallest : largest)}; the model has {classes} classes, labels must be in [0, {classes}), or " +
            $"{ignoreIndex} where nothing counts (ignoreIndex).",
            nameof(y));
    }
}
