namespace HierKD.Reliability.Throws;

/// <summary>A distillation loss whose calls are counted.</summary>
internal sealed class CountedLoss(CallCounter counter) : IDistillationLoss
{
    public Tensor Compute(DistillationStep step)
    {
        var loss = nn.functional.mse_loss(step.Output, step.TeacherOutput);
        counter.Called("distillation loss");
        return loss;
    }
}
