using static TorchSharp.torch;

namespace HierKD;

/// <summary>Measures how far a level's output is from its teacher's.</summary>
public interface IDistillationLoss
{
    /// <summary>The loss of a batch.</summary>
    /// <param name="student">The level's output, <c>[N, C, …]</c>, with a gradient.</param>
    /// <param name="teacher">Its teacher's output on the same batch, <c>[N, C, …]</c>, without a gradient.</param>
    /// <returns>A scalar, the mean over the batch.</returns>
    Tensor Compute(Tensor student, Tensor teacher);
}
