using static TorchSharp.torch;

namespace HierKD;

/// <summary>The mean squared difference of the outputs.</summary>
internal sealed class LogitDistanceLoss : IDistillationLoss
{
    public Tensor Compute(DistillationStep step) => nn.functional.mse_loss(step.Output, step.TeacherOutput);

    public override string ToString() => "DistillationLoss.LogitDistance()";
}
