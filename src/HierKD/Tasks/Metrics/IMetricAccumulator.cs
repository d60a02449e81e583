using static TorchSharp.torch;

namespace HierKD;

/// <summary>A metric on its way through a data set.</summary>
public interface IMetricAccumulator
{
    /// <summary>Takes a batch in. Gradients are off; the tensors are gone after the call, so keep numbers, not tensors.</summary>
    /// <param name="outputs">The model's outputs for the batch.</param>
    /// <param name="batch">The batch, on the model's device.</param>
    void Add(IReadOnlyList<Tensor> outputs, PruningBatch batch);

    /// <summary>The metric of all batches so far; asked for after the last one.</summary>
    double Value { get; }
}
