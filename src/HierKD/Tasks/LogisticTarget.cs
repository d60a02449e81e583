using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Logits of which each says yes or no: what their targets must look like, and their loss.</summary>
internal sealed class LogisticTarget(long ignoreIndex, TaskWeights positive)
{
    public void Require(IReadOnlyList<Tensor> outputs, PruningBatch batch)
    {
        OneOfEach.Require(outputs, batch.Targets, "The PruningTask");
        Require(outputs[0], batch.Targets[0]);
    }

    private void Require(Tensor output, Tensor y)
    {
        if (!output.shape.SequenceEqual(y.shape))
        {
            throw new ArgumentException(
                $"The target has shape {ModelInputs.Shape(y)}, the model's output {ModelInputs.Shape(output)}; a yes or no for each " +
                "output needs a target of the same shape.",
                nameof(y));
        }
        if (positive.Count is { } given && (output.dim() < 2 || output.shape[1] != given))
        {
            throw new ArgumentException(
                $"There are {given} positiveWeights, and the model's output is {ModelInputs.Shape(output)}; it must be [N, {given}].",
                nameof(output));
        }
        using var scope = NewDisposeScope();
        var values = y.to(ScalarType.Float64);
        var ignored = values.eq(ignoreIndex);
        if (values.ge(0).logical_and(values.le(1)).logical_or(ignored).all().ToBoolean()) return;
        throw new ArgumentException(
            $"The targets are in [{values.min().ToDouble():g4}, {values.max().ToDouble():g4}]; each must be in [0, 1], or {ignoreIndex} " +
            "where nothing counts (ignoreIndex).",
            nameof(y));
    }

    /// <summary>The mean over what counts of the binary cross-entropy, a target of 1 multiplied with its weight.</summary>
    public Tensor Loss(Tensor output, Tensor target)
    {
        var y = target.to(output.dtype);
        var ignored = y.eq(ignoreIndex);
        // A mean over nothing is no number; a metric may pass over such a batch, a loss cannot.
        if (ignored.all().ToBoolean())
        {
            throw new ArgumentException(
                $"All targets are {ignoreIndex}, the ignoreIndex: there is nothing to learn from the batch. Leave such batches out.",
                nameof(target));
        }
        y = y.masked_fill(ignored, 0);
        // The logarithms of a sigmoid and of one minus it: sure models give no infinities.
        var (yes, no) = (nn.functional.logsigmoid(output), nn.functional.logsigmoid(-output));
        if (positive.On(output) is { } weights) yes = yes * Along(weights, output);
        var loss = -(y * yes + (1 - y) * no);
        var counted = ignored.eq(0).to(output.dtype);
        return (loss * counted).sum() / counted.sum();
    }

    /// <summary>A weight for each label, of which axis 1 has one each.</summary>
    private static Tensor Along(Tensor weights, Tensor output) =>
        weights.numel() == 1 ? weights : weights.reshape([1, weights.shape[0], .. Enumerable.Repeat(1L, (int)output.dim() - 2)]);
}
