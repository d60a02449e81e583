using System.Diagnostics;
using HierKD;
using HierKD.Samples;
using Study.Grids;
using Study.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace Study.Cells;

/// <summary>Runs one cell from the trained original to the test images.</summary>
internal sealed class CellRunner(StudySettings settings, Device device)
{
    private readonly OriginalStore _originals = new(settings);
    private readonly JointStates _joint = new(settings, new OriginalStore(settings));

    public CellResult Run(StudyCell cell, StudyData data)
    {
        using var model = _originals.Get(cell.Task, data, cell.Seed, device);
        var (test, validation) = (Answers.Of(model, data.Test).Accuracy, Answers.Of(model, data.Validation).Accuracy);
        var graph = FilterGraph.Discover(model, data.Example, cell.Task.Discovery);
        var whole = new Size(graph.Filters, graph.Cost.MultiplyAdds(FilterMask.Full(graph)));
        var epochs = cell.Budget * settings.Budget;
        var budget = epochs * data.TrainCount * 3 * whole.MultiplyAdds;

        var watch = Stopwatch.StartNew();
        var (levels, spent) = cell.Arm switch
        {
            { FromScratch: true } => ScratchTraining.Run(cell, model, data, budget, whole.MultiplyAdds, device),
            { Separate.Count: > 0 } => Separately(cell, model, data, budget, epochs, whole),
            _ => Prune(cell, model, data, budget, epochs, whole),
        };
        var seconds = Math.Round(watch.Elapsed.TotalSeconds, 1);

        var options = cell.Options(budget, epochs, cell.Keep);
        var told = new CellSettings(
            cell.Task.Name, cell.Arm.Name, cell.Arm.Says, cell.Keep, cell.Seed, epochs, options.Chain.ToString(),
            options.Scorer.GetType().Name,
            (options.Distillation.Loss ?? options.Task.DefaultDistillation)!.GetType().Name, options.Distillation.Weight,
            options.Training.Joint.Epochs, options.Training.LearningRate, data.TrainCount);
        return new CellResult(
            cell.Key, cell.Part, told, test, validation, levels, budget, spent, seconds, ResultLine.Command("Study"), DateTime.UtcNow,
            Provenance.Of(settings.Threads, settings.Device));
    }

    /// <summary>
    /// One run or, for distillation through separate networks, several: each prunes what the one before left, with an equal part of the
    /// budget.
    /// </summary>
    private (IReadOnlyList<LevelResult> Levels, double Spent) Prune(
        StudyCell cell, nn.Module<Tensor, Tensor> model, StudyData data, double budget, double epochs, Size whole)
    {
        var stages = cell.Arm.Stages;
        var source = new PruningData(data.Train(cell.Seed), data.Validation, data.Example);
        List<LevelResult> levels = [];
        double spent = 0;
        for (var stage = 1; stage <= stages; stage++)
        {
            // A budget of training that a smaller teacher cannot use up goes further: it is counted in multiply-adds, not in epochs.
            var options = cell.Options(budget / stages, epochs / stages, Math.Pow(cell.Keep, 1.0 / stages));
            if (cell.Arm.Preparation is { } preparation)
            {
                (options, var before) = preparation.Prepare(cell, model, data, options, settings.Work);
                spent += before;
            }
            using var result = Prune(cell, model, source, options, stages == 1 ? "run" : null);
            spent += result.Report.TrainingMultiplyAdds;
            levels.InsertRange(0, stages == 1
                ? Family(cell, model, result, data, whole)
                : [Level(result.Report.Student, model, data, whole, stage == stages ? "student" : $"stage {stage}")]);
        }
        return (levels, spent);
    }

    /// <summary>A network of each size by a run of its own, all from the original.</summary>
    private (IReadOnlyList<LevelResult> Levels, double Spent) Separately(
        StudyCell cell, nn.Module<Tensor, Tensor> original, StudyData data, double budget, double epochs, Size whole)
    {
        var keeps = cell.Arm.Separate;
        List<LevelResult> levels = [];
        var spent = 0.0;
        foreach (var keep in keeps)
        {
            using var model = cell.Task.Make().to(data.Example.device);
            model.load_state_dict(original.state_dict());
            model.eval();
            var source = new PruningData(data.Train(cell.Seed), data.Validation, data.Example);
            var options = cell.Options(budget / keeps.Count, epochs / keeps.Count, keep);
            // As the levels of one run are called.
            var name = TeacherChain.Explicit([.. keeps.Select(k => 1 - k)]).Levels[levels.Count].Name;
            using var result = Prune(cell, model, source, options, name);
            spent += result.Report.TrainingMultiplyAdds;
            levels.Add(Level(result.Report.Student, model, data, whole, name));
        }
        return (levels, spent);
    }

    /// <param name="cell">The cell.</param>
    /// <param name="model">The network.</param>
    /// <param name="data">The batches.</param>
    /// <param name="options">What the run is told.</param>
    /// <param name="part">The part of the cell that a checkpoint is of; <see langword="null"/> if an interrupted cell begins anew.</param>
    private PruningResult Prune(StudyCell cell, nn.Module<Tensor, Tensor> model, PruningData data, PruningOptions options, string? part)
    {
        var joint = cell.Arm.ForksJointPhase ? _joint.Copy(cell, model, data, options) : options.Checkpoint?.Path;
        if (joint is not null) options = options with { Checkpoint = new(joint) };
        else if (part is not null)
        {
            options = options with { Checkpoint = new(Path.Combine(settings.Work, $"{FileOf(cell)}-{part}.checkpoint")) };
        }
        PruningResult? result = null;
        try
        {
            ProgressView.Show(progress => result = HierarchicalPruner.Run(model, data, options, progress));
            return result!;
        }
        finally
        {
            OutputFile.Delete(joint);
        }
    }

    /// <summary>Deletes what an interrupted cell would have gone on from: its result is written.</summary>
    public void Forget(StudyCell cell)
    {
        foreach (var file in Directory.GetFiles(settings.Work, $"{FileOf(cell)}-*.checkpoint")) File.Delete(file);
    }

    private static string FileOf(StudyCell cell) => cell.Key.Replace('/', '-').Replace('#', '-').Replace(':', '-');

    /// <summary>Every level on the test images, through the files that a user would save.</summary>
    private List<LevelResult> Family(StudyCell cell, nn.Module<Tensor, Tensor> student, PruningResult result, StudyData data, Size whole)
    {
        List<LevelResult> levels = [Level(result.Report.Student, student, data, whole, "student")];
        foreach (var name in result.Levels.Skip(1))
        {
            var file = Path.Combine(settings.Work, $"{Guid.NewGuid():N}.hierkd");
            try
            {
                result.Save(file, name);
                using var level = SlimModel.Load(file, () => cell.Task.Make().to(data.Example.device));
                levels.Add(Level(result.Report.Lines.Single(l => l.Name == name), level, data, whole, name));
            }
            finally
            {
                File.Delete(file);
            }
        }
        return levels;
    }

    private static LevelResult Level(LevelReport line, nn.Module<Tensor, Tensor> model, StudyData data, Size whole, string name) => new(
        name, (double)line.FiltersKept / whole.Filters, line.Parameters, line.MultiplyAdds, (double)line.MultiplyAdds / whole.MultiplyAdds,
        line.Metric, Answers.Of(model, data.Test).Accuracy, line.Agreement);

    /// <summary>The original's removable filters and multiply-adds: what every level is a part of.</summary>
    private sealed record Size(int Filters, long MultiplyAdds);
}
