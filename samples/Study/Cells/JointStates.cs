using HierKD;
using Study.Grids;
using TorchSharp;
using static TorchSharp.torch;

namespace Study.Cells;

/// <summary>
/// The ends of joint phases, as checkpoints: arms that differ in fine-tuning alone start from the same one, which is computed once.
/// </summary>
internal sealed class JointStates(StudySettings settings, OriginalStore originals)
{
    /// <summary>A copy of the checkpoint at the end of a cell's joint phase, for the caller's run to go on from and to delete.</summary>
    public string Copy(StudyCell cell, nn.Module<Tensor, Tensor> original, PruningData data, PruningOptions options)
    {
        var joint = options with { Training = JointPhaseOf(options.Training) };
        var file = Path.Combine(
            settings.Work,
            $"{originals.Name(cell.Task, cell.Seed)}-{cell.Task.Name}-seed{cell.Seed}-joint-{OptionsText.Digest(joint)}.checkpoint");
        if (!File.Exists(file)) Train(cell, original, data, joint, file);
        var copy = Path.Combine(settings.Work, $"{Guid.NewGuid():N}.checkpoint");
        File.Copy(file, copy);
        return copy;
    }

    /// <summary>What fine-tuning is told does not matter yet.</summary>
    private static TrainingOptions JointPhaseOf(TrainingOptions training)
    {
        return training with
        {
            FineTuning = new() { Epochs = 0 },
            MultiplyAddBudget = null,
            Joint = training.Joint with { RecalibrationBatches = new JointPhaseOptions().RecalibrationBatches },
        };
    }

    private static void Train(StudyCell cell, nn.Module<Tensor, Tensor> original, PruningData data, PruningOptions joint, string file)
    {
        using var model = cell.Task.Make().to(data.ExampleInputs![0].device);
        model.load_state_dict(original.state_dict());
        model.eval();
        // Under a name of its own until it is whole: another process may be computing the same.
        var unfinished = $"{file}.{Environment.ProcessId}";
        HierarchicalPruner.Run(model, data, joint with { Checkpoint = new(unfinished) { Keep = true } }).Dispose();
        File.Move(unfinished, file, overwrite: true);
    }
}
