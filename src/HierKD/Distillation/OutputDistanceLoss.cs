using static TorchSharp.torch;

namespace HierKD;

/// <summary>The mean squared difference of the outputs.</summary>
internal sealed class OutputDistanceLoss : IDistillationLoss
{
    public Tensor Compute(Tensor student, Tensor teacher) => nn.functional.mse_loss(student, teacher);
}
