using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>What a level minimises, computed and differentiated.</summary>
internal static class LevelObjective
{
    /// <summary>Forward and backward of the loaded model: its output and its losses. Without a teacher it learns from the task alone.</summary>
    public static (Tensor Output, LevelLoss Loss) Backward(
        WorkingModel model, Tensor x, Tensor y, Tensor? teacher, SessionOptions options, string level)
    {
        var output = model.Call(x);
        options.Task.RequireTarget(output, y);
        var task = options.Task.Loss(output, y);
        var distillation = teacher is null || options.Distillation.Weight == 0 ? null : (options.Distillation.Loss ?? options.Task.DefaultDistillation).Compute(output, teacher);
        var total = distillation is null
            ? task * options.Distillation.TaskWeight
            : task * options.Distillation.TaskWeight + distillation * options.Distillation.Weight;
        var loss = new LevelLoss(level, task.ToDouble(), distillation?.ToDouble() ?? 0, total.ToDouble());
        TrainingDivergedException.RequireFinite(loss);
        total.backward();
        return (output.detach(), loss);
    }
}
