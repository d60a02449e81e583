namespace HierKD.Tests;

/// <summary>Notes every pair of outputs that it compared.</summary>
internal sealed class RecordingDistillation : IDistillationLoss
{
    public List<(Tensor Student, Tensor Teacher, bool StudentHasGradient, bool TeacherHasGradient)> Pairs { get; } = [];

    public Tensor Compute(DistillationStep step)
    {
        var (student, teacher) = (step.Output, step.TeacherOutput);
        Pairs.Add((student.detach().clone().DetachFromDisposeScope(), teacher.detach().clone().DetachFromDisposeScope(),
            student.requires_grad, teacher.requires_grad));
        return nn.functional.mse_loss(student, teacher);
    }
}
