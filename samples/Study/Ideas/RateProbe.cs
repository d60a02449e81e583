using HierKD;
using HierKD.Samples;
using Study.Grids;
using Study.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace Study.Ideas;

/// <summary>
/// Goes on from the end of the joint phase with each of three learning rates, for a twelfth of what is left of the budget, and takes the
/// one that was best on the validation images for the rest.
/// </summary>
internal sealed class RateProbe : IPreparation
{
    private const double Share = 1.0 / 12;

    private static readonly double[] Factors = [1.0 / 3, 1, 3];

    public (PruningOptions Options, double Spent) Prepare(
        StudyCell cell, nn.Module<Tensor, Tensor> model, StudyData data, PruningOptions options, string work)
    {
        var joint = Path.Combine(work, $"{Guid.NewGuid():N}.checkpoint");
        try
        {
            var budget = options.Training.MultiplyAddBudget!.Value;
            var spent = Run(cell, model, data, JointPhaseOf(options) with { Checkpoint = new(joint) { Keep = true } }).Spent;
            var part = (budget - spent) * Share;
            var probes = Factors.Select(factor =>
            {
                var rate = factor * options.Training.LearningRate;
                var probe = WithRate(options, rate, spent + part);
                return (Rate: rate, Result: FromJoint(file => Run(cell, model, data, probe with { Checkpoint = new(file) })));
            }).ToArray();
            var best = probes.MaxBy(probe => probe.Result.Metric).Rate;
            var cost = probes.Sum(probe => probe.Result.Spent - spent);
            var kept = Path.Combine(work, $"{Guid.NewGuid():N}.checkpoint");
            File.Copy(joint, kept);
            return (WithRate(options, best, budget - cost) with { Checkpoint = new(kept) }, cost);
        }
        finally
        {
            OutputFile.Delete(joint);
        }

        T FromJoint<T>(Func<string, T> run)
        {
            var copy = Path.Combine(work, $"{Guid.NewGuid():N}.checkpoint");
            File.Copy(joint, copy);
            try
            {
                return run(copy);
            }
            finally
            {
                OutputFile.Delete(copy);
            }
        }
    }

    private static PruningOptions JointPhaseOf(PruningOptions options) => options with
    {
        Training = options.Training with { MultiplyAddBudget = null, FineTuning = options.Training.FineTuning with { Epochs = 0 } },
    };

    private static PruningOptions WithRate(PruningOptions options, double rate, double budget) => options with
    {
        Training = options.Training with
        {
            MultiplyAddBudget = budget,
            FineTuning = options.Training.FineTuning with { LearningRate = rate },
        },
    };

    private static (double Metric, double Spent) Run(
        StudyCell cell, nn.Module<Tensor, Tensor> model, StudyData data, PruningOptions options)
    {
        using var copy = cell.Task.Make().to(data.Example.device);
        copy.load_state_dict(model.state_dict());
        copy.eval();
        using var result = HierarchicalPruner.Run(
            copy, new PruningData(data.Train(cell.Seed), data.Validation, data.Example), options);
        return (result.Report.Student.Metric, result.Report.TrainingMultiplyAdds);
    }
}
