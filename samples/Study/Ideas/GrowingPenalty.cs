using HierKD;
using Study.Grids;
using Study.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace Study.Ideas;

/// <summary>
/// Chooses the filters that will go by the original's scores, and lets an L2 penalty on them grow step by step while the whole network
/// trains, so that the others take over (Wang et al., Neural Pruning via Growing Regularization, ICLR 2021). The run then cuts and
/// fine-tunes.
/// </summary>
internal sealed class GrowingPenalty : IPreparation
{
    private const double Largest = 1;
    private const double Share = 0.5;
    private const int ScoringBatches = 20;

    public (PruningOptions Options, double Spent) Prepare(
        StudyCell cell, nn.Module<Tensor, Tensor> model, StudyData data, PruningOptions options, string work)
    {
        using var original = cell.Task.Make().to(data.Example.device);
        original.load_state_dict(model.state_dict());
        original.eval();
        var (kept, penalised, whole) = Choose(model, data, options);
        var source = data.Train(cell.Seed);
        var steps = new Counted(source).Count;
        // Forward and backward of the network, and the answer of its teacher.
        var perEpoch = data.TrainCount * 4.0 * whole;
        var epochs = Math.Max(1, (int)Math.Round(Share * options.Training.MultiplyAddBudget!.Value / perEpoch));
        Train(model, original, source, epochs, epochs * steps, penalised, options);
        foreach (var rows in penalised) rows.Dispose();
        var spent = epochs * perEpoch;
        return (options with
        {
            Pruner = new GivenMask(kept),
            Training = options.Training with { MultiplyAddBudget = options.Training.MultiplyAddBudget - spent },
        }, spent);
    }

    private static (bool[][] Kept, List<PenalisedRows> Penalised, long Whole) Choose(
        nn.Module<Tensor, Tensor> model, StudyData data, PruningOptions options)
    {
        using var session = HierarchicalPruner.Start(model, data.Example, options);
        foreach (var (x, y) in data.Train(0).Epoch(0).Take(ScoringBatches)) session.ScoreOriginal(x, y);
        session.UpdateMasks();
        var (graph, mask) = (session.Graph, session.Student.Mask);
        var parameters = model.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        List<PenalisedRows> penalised = [];
        foreach (var group in graph.Groups)
        {
            var off = Enumerable.Range(0, group.Filters).Where(f => !mask[group][f]).Select(f => (long)f).ToArray();
            if (off.Length == 0) continue;
            foreach (var member in group.Members.Where(m => m.Side == ChannelSide.Outputs && m.ChannelsPerFilter == 1))
            {
                foreach (var name in (string[])[$"{member.Layer}.weight", $"{member.Layer}.bias"])
                {
                    if (parameters.TryGetValue(name, out var parameter)) penalised.Add(new PenalisedRows(parameter, off));
                }
            }
        }
        return ([.. graph.Groups.Select(group => mask[group].ToArray())], penalised, graph.Cost.MultiplyAdds(FilterMask.Full(graph)));
    }

    private static void Train(
        nn.Module<Tensor, Tensor> model, nn.Module<Tensor, Tensor> original, IEpochBatches source, int epochs, int steps,
        List<PenalisedRows> penalised, PruningOptions options)
    {
        using var optimizer = optim.SGD(model.parameters(), options.Training.LearningRate, momentum: 0.9, nesterov: true);
        var distance = DistillationLoss.SoftTargets();
        var step = 0;
        model.train();
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            foreach (var (x, y) in source.Epoch(epoch))
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                var output = model.call(x);
                (nn.functional.cross_entropy(output, y) +
                    distance.Compute(new DistillationStep(output, Answer(original, x), y)) * options.Distillation.Weight).backward();
                step++;
                foreach (var rows in penalised) rows.Add(Largest * step / steps);
                optimizer.step();
            }
        }
        model.eval();
    }

    private static Tensor Answer(nn.Module<Tensor, Tensor> original, Tensor x)
    {
        using var quiet = no_grad();
        return original.call(x);
    }
}
