using TorchSharp.Modules;

namespace HierKD.Tests;

/// <summary>Filters removed by hand, with the optimizers that train the model.</summary>
public sealed class FilterRemovalTests : ScopedTest
{
    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, optim.Optimizer>> Kinds = new()
    {
        ["SGD"] = p => optim.SGD(p, 0.01, momentum: 0.9),
        ["SGD without momentum"] = p => optim.SGD(p, 0.01),
        ["Adam"] = p => optim.Adam(p, 0.01, amsgrad: true),
        ["AdamW"] = p => optim.AdamW(p, 0.01),
        ["RMSProp"] = p => optim.RMSProp(p, 0.01, momentum: 0.5, centered: true),
    };

    public static TheoryData<string> Optimizers => new(Kinds.Keys);

    public static TheoryData<string> Networks => TestNetwork.All;

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_model_loses_what_the_mask_has_off_and_computes_what_the_masked_one_does(string name)
    {
        using var network = new DenseNetwork(name);
        var mask = FilterMasks.Random(network.Graph, seed: 21);
        var expected = network.Output(LevelExecution.Masked, mask);
        network.CloseWorking();
        var parameters = network.Model.parameters().ToArray();
        FilterRemoval.Apply(network.Model, mask);
        network.Model.eval();
        using var quiet = no_grad();
        TensorAssert.Close(expected, network.Model.call(network.Input), 1e-10);
        Assert.Equal(parameters.Select(p => p.Handle), network.Model.parameters().Select(p => p.Handle));
        Assert.Equal(network.Graph.Cost.Parameters(mask), network.Model.parameters().Sum(p => p.numel()));
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void An_optimizer_goes_on_as_if_the_model_had_always_been_small(string kind)
    {
        using var network = new DenseNetwork("resnext");
        network.CloseWorking();
        var mask = FilterMasks.Random(network.Graph, seed: 5);
        using var optimizer = Kinds[kind](network.Model.parameters());
        Step(network, optimizer);
        Step(network, optimizer);

        // The reference: a second model that is cut at the same moment and goes on with the same gradients by hand is what a dense
        // optimizer does to the kept entries.
        using var dense = new DenseNetwork("resnext");
        dense.CloseWorking();
        using var denseOptimizer = Kinds[kind](dense.Model.parameters());
        Step(dense, denseOptimizer);
        Step(dense, denseOptimizer);

        FilterRemoval.Apply(network.Model, mask, optimizer);
        Assert.All(network.Model.parameters(), p => Assert.Null(p.grad));
        foreach (var parameter in network.Model.parameters().Concat(dense.Model.parameters()))
        {
            parameter.grad = ones_like(parameter, requires_grad: false);
        }
        optimizer.step();
        denseOptimizer.step();
        var selection = FilterMask.Of(dense.Graph, network.Graph.Groups.Select(g => mask[g])).ToSelection();
        foreach (var layer in dense.Graph.Layers) LayerShrinker.Shrink(layer, selection[layer.Name]);
        foreach (var (expected, actual) in dense.Model.named_parameters().Zip(network.Model.named_parameters()))
        {
            TensorAssert.Close(expected.parameter, actual.parameter, 1e-12, expected.name);
        }
    }

    [Fact]
    public void An_optimizer_that_is_not_listed_fails_at_its_next_step_and_follows_when_it_is_told_to()
    {
        using var network = new DenseNetwork("vgg");
        network.CloseWorking();
        var mask = FilterMasks.Random(network.Graph, seed: 5);
        using var optimizer = Kinds["SGD"](network.Model.parameters());
        Step(network, optimizer);
        FilterRemoval.Apply(network.Model, mask);
        Assert.ThrowsAny<Exception>(() => Step(network, optimizer));
        FilterRemoval.Follow(optimizer, network.Model, mask);
        Step(network, optimizer);
        FilterRemoval.Follow(optimizer, network.Model, mask);
        Step(network, optimizer);
    }

    [Fact]
    public void An_optimizer_follows_a_finished_session()
    {
        using var network = new DenseNetwork("cifar resnet", float32);
        network.CloseWorking();
        using var optimizer = Kinds["Adam"](network.Model.parameters());
        Step(network, optimizer);
        foreach (var parameter in network.Model.parameters()) parameter.grad = null;
        using var session = HierarchicalPruner.Start(
            network.Model, network.Input, new() { Chain = TeacherChain.Explicit(0.2), Discovery = new() { PruneFirstLayer = true } });
        session.Student.SetMask(FilterMasks.Random(session.Graph, seed: 2));
        var mask = session.Finish(session.Student);
        FilterRemoval.Follow(optimizer, network.Model, mask);
        Step(network, optimizer);
    }

    [Fact]
    public void A_model_that_has_lost_filters_already_is_refused_and_stays()
    {
        using var network = new DenseNetwork("vgg");
        network.CloseWorking();
        var mask = FilterMasks.Random(network.Graph, seed: 5);
        FilterRemoval.Apply(network.Model, mask);
        var snapshot = new ModelSnapshot(network.Model);
        var failure = Assert.Throws<ArgumentException>("model", () => FilterRemoval.Apply(network.Model, mask));
        Assert.Contains("nothing has been removed", failure.Message, StringComparison.Ordinal);
        snapshot.AssertUnchanged();
    }

    [Fact]
    public void An_optimizer_of_an_unknown_kind_is_refused_before_anything_is_changed()
    {
        using var network = new DenseNetwork("vgg");
        network.CloseWorking();
        var snapshot = new ModelSnapshot(network.Model);
        using var optimizer = new OwnOptimizer(network.Model.parameters());
        var failure = Assert.Throws<ArgumentException>(
            "optimizer", () => FilterRemoval.Apply(network.Model, FilterMasks.Random(network.Graph, seed: 5), optimizer));
        Assert.Contains("OwnOptimizer", failure.Message, StringComparison.Ordinal);
        snapshot.AssertUnchanged();
    }

    private static void Step(DenseNetwork network, optim.Optimizer optimizer)
    {
        network.Model.train();
        optimizer.zero_grad();
        DenseNetwork.Loss(network.Model.call(network.Input)).backward();
        optimizer.step();
    }

    private sealed class OwnOptimizer : optim.Optimizer
    {
        private readonly Parameter[] _parameters;

        public OwnOptimizer(IEnumerable<Parameter> parameters)
            : base(0) => _parameters = [.. parameters];

        public override IEnumerable<optim.ILearningRateController> ParamGroups => [];

        public override IEnumerable<Parameter> parameters() => _parameters;

        public override Tensor step(Func<Tensor>? closure = null) => throw new NotSupportedException();
    }
}
