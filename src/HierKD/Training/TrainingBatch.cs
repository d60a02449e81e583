using static TorchSharp.torch;

namespace HierKD;

/// <summary>A batch to train on.</summary>
/// <param name="X">Inputs, <c>[N, …]</c>.</param>
/// <param name="Y">Targets.</param>
/// <param name="Samples">The samples' numbers, from a source that has them.</param>
internal readonly record struct TrainingBatch(Tensor X, Tensor Y, IReadOnlyList<long>? Samples = null)
{
    /// <summary>One that outlives the source's next batch.</summary>
    public TrainingBatch Copy()
    {
        using var quiet = no_grad();
        // Null tensors stay null: whoever reads the batch complains of them.
        return this with { X = X?.clone().DetachFromDisposeScope()!, Y = Y?.clone().DetachFromDisposeScope()! };
    }

    public void Dispose()
    {
        X?.Dispose();
        Y?.Dispose();
    }

    public void Deconstruct(out Tensor x, out Tensor y) => (x, y) = (X, Y);
}
