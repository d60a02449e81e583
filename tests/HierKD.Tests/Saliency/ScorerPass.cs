namespace HierKD.Tests;

/// <summary>What a scorer says of a training pass.</summary>
internal static class ScorerPass
{
    /// <summary>
    /// The numbers of every group, for the filters of <paramref name="scored"/>, of a pass of a network of the catalogue.
    /// </summary>
    public static Tensor[] Of(
        ISaliencyScorer scorer, DenseNetwork network, LevelExecution execution, FilterMask mask, FilterMask? scored = null)
    {
        var weights = network.Weights(execution, mask);
        return network.Working.Train(weights, () =>
        {
            using var inputs = ConsumerInputs.Watch(scorer, network.Graph, isScored: true);
            DenseNetwork.Loss(network.Model.call(network.Input)).backward();
            using var quiet = no_grad();
            var step = new LevelStep(new LevelTensors(network.Working, weights, scored ?? mask, mask, inputs));
            return network.Graph.Groups.Select(group => scorer.Score(group, step)).ToArray();
        });
    }

    /// <summary>
    /// The scores of the only group of a model after one step of a level whose filters are all on; the loss is the mean of the squared
    /// outputs.
    /// </summary>
    public static double[] OfOnlyGroup(
        ISaliencyScorer scorer, nn.Module<Tensor, Tensor> model, Tensor input, DiscoveryOptions? discovery = null)
    {
        using var session = HierarchicalPruner.Start(model, input, new()
        {
            Chain = TeacherChain.Explicit(0.3),
            Pruner = Pruner.GlobalThreshold(minimumFilters: 1),
            Task = new((output, _) => output.square().mean(), (_, _) => 0, "none"),
            Distillation = new() { Weight = 0 },
            Scorer = scorer,
            Discovery = discovery ?? new(),
        });
        session.Backward(input, zeros(1));
        return session.Student.Scores.Read(session.Student.Mask)[session.Graph.Groups.Single()].Select(s => (double)s).ToArray();
    }

    /// <summary>Writes values into a parameter.</summary>
    public static void Set(nn.Module model, string parameter, params double[] values)
    {
        using var quiet = no_grad();
        var target = model.get_parameter(parameter)!;
        target.copy_(tensor(values).reshape(target.shape));
    }
}
