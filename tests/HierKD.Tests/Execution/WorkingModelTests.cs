namespace HierKD.Tests;

/// <summary>Whatever happens while other values are loaded, the model is the user's own again afterwards.</summary>
public sealed class WorkingModelTests : ScopedTest
{
    public static TheoryData<string> Networks => TestNetwork.All;

    [Theory]
    [MemberData(nameof(Networks))]
    public void Evaluating_training_and_differentiating_leave_the_model_alone(string name)
    {
        using var network = Prepared(name, out var snapshot);
        var mask = FilterMasks.Random(network.Graph, seed: 7);
        network.Output(LevelExecution.Slim, mask);
        snapshot.AssertUnchanged(gradients: false);
        network.Output(LevelExecution.Masked, mask);
        snapshot.AssertUnchanged(gradients: false);
        network.Train(network.Weights(LevelExecution.Slim, mask));
        snapshot.AssertUnchanged(gradients: false);
        network.Train(network.Weights(LevelExecution.Masked, mask));
        snapshot.AssertUnchanged(gradients: false);
        network.Working.Differentiate(
            network.Weights(LevelExecution.Slim, mask), () => DenseNetwork.Loss(network.Model.call(network.Input)).backward());
        snapshot.AssertUnchanged(gradients: false);
        network.CloseWorking();
        snapshot.AssertUnchanged();
    }

    [Theory]
    [InlineData("evaluate")]
    [InlineData("train")]
    [InlineData("train after backward")]
    [InlineData("differentiate")]
    public void An_exception_leaves_model_and_values_alone(string moment)
    {
        using var network = Prepared("vgg", out var snapshot);
        var weights = network.Weights(LevelExecution.Slim, FilterMasks.Random(network.Graph, seed: 3));
        var values = network.Dense.Select(TensorAssert.Bits).ToArray();
        Assert.Throws<TimeoutException>(() =>
        {
            switch (moment)
            {
                case "evaluate":
                    network.Working
                    .Evaluate<int>(weights, () => { network.Model.call(network.Input); throw new TimeoutException(); }); break;
                case "train":
                    network.Working
                    .Train<int>(weights, () => { network.Model.call(network.Input); throw new TimeoutException(); }); break;
                case "train after backward": network.Train(weights, () => throw new TimeoutException()); break;
                default:
                    network.Working
                    .Differentiate(weights, () => { network.Model.call(network.Input); throw new TimeoutException(); }); break;
            }
        });
        snapshot.AssertUnchanged(gradients: false);
        Assert.Equal(values, network.Dense.Select(TensorAssert.Bits));
        Assert.All(network.Dense, d => Assert.Null(d.grad));
        Assert.True(is_grad_enabled());
        network.CloseWorking();
        snapshot.AssertUnchanged();
    }

    [Fact]
    public void Values_that_do_not_fit_the_model_leave_it_alone()
    {
        using var network = Prepared("plain", out var snapshot);
        var tooFew = new DirectWeights(network.Dense.Take(3).ToArray(), ModelSelection.Everything);
        Assert.ThrowsAny<Exception>(() => network.Working.Train(tooFew, () => 0));
        snapshot.AssertUnchanged(gradients: false);
    }

    [Fact]
    public void Evaluation_runs_without_gradients_in_evaluation_mode_and_training_with_both()
    {
        using var network = new DenseNetwork("vgg");
        network.CloseWorking();
        network.Model.eval();
        network.Reopen();
        var weights = network.Weights(LevelExecution.Slim, FilterMask.Full(network.Graph));
        Assert.Equal((false, false), network.Working.Evaluate(weights, () => (network.Model.training, is_grad_enabled())));
        Assert.Equal((true, true), network.Working.Train(weights, () => (network.Model.training, is_grad_enabled())));
        Assert.False(network.Model.training);
    }

    [Fact]
    public void A_module_that_is_held_in_evaluation_mode_in_a_training_model_stays_in_it()
    {
        using var network = new DenseNetwork("vgg");
        network.CloseWorking();
        var frozen = ((ModuleLayer)network.Graph.Layers.Single(l => l.Name == "features.4")).Module;
        frozen.eval();
        network.Reopen();
        var before = network.Dense.Select(TensorAssert.Bits).ToArray();
        network.Train(network.Weights(LevelExecution.Slim, FilterMask.Full(network.Graph)));
        for (var i = 0; i < network.Dense.Count; i++)
        {
            var (key, isBuffer) = (network.Working.Tensors[i].Key, network.Working.Tensors[i].IsBuffer);
            var moves = isBuffer && !key.StartsWith("features.4.", StringComparison.Ordinal);
            Assert.True(moves != before[i].AsSpan().SequenceEqual(TensorAssert.Bits(network.Dense[i])), key);
        }
        Assert.False(frozen.training);
    }

    [Fact]
    public void Disposing_twice_is_disposing_once()
    {
        using var network = Prepared("plain", out var snapshot);
        network.Working.Dispose();
        network.Working.Dispose();
        snapshot.AssertUnchanged();
    }

    [Fact]
    public void The_loaded_layers_have_the_kept_channels_and_the_resting_ones_all()
    {
        using var network = new DenseNetwork("vgg");
        var mask = FilterMask.Of(
            network.Graph, [[true, true, false, false, false, false], Enumerable.Repeat(true, 8), Enumerable.Repeat(true, 10)]);
        var conv = (TorchSharp.Modules.Conv2d)((ModuleLayer)network.Graph.Layers.Single(l => l.Name == "features.3")).Module;
        var next = (TorchSharp.Modules.Conv2d)((ModuleLayer)network.Graph.Layers.Single(l => l.Name == "features.7")).Module;
        var loaded = network.Working.Evaluate(
            network.Weights(LevelExecution.Slim, mask),
            () => (conv.out_channels, conv.weight.shape[0], next.in_channels, next.weight.shape[1]));
        Assert.Equal((2, 2, 2, 2), loaded);
        Assert.Equal((6, 6, 6, 6), (conv.out_channels, conv.weight.shape[0], next.in_channels, next.weight.shape[1]));
    }

    [Fact]
    public void A_frozen_parameter_is_differentiated_but_gets_no_gradient()
    {
        using var model = TestNetwork.Named("plain").Create();
        var frozen = model.named_parameters().Single(p => p.name == "second.weight").parameter;
        frozen.requires_grad = false;
        var graph = FilterGraph.Discover(model, TestNetwork.Named("plain").Input());
        using var working = new WorkingModel(model, graph.Layers);
        var seen = working.Train(working.Own, () =>
        {
            DenseNetwork.Loss(model.call(TestNetwork.Named("plain").Input())).backward();
            return frozen.grad is not null;
        });
        Assert.True(seen);
        Assert.False(frozen.requires_grad);
        Assert.Null(frozen.grad);
        var index = working.Tensors.Select((t, i) => (t.Key, i)).Single(t => t.Key == "second.weight").i;
        Assert.Null(working.Own.Dense(index).grad);
        Assert.NotNull(working.Own.Dense(index == 0 ? 1 : 0).grad);
    }

    [Fact]
    public void Kept_values_become_the_models_own()
    {
        using var network = new DenseNetwork("vgg");
        var mask = FilterMasks.Random(network.Graph, seed: 5);
        var expected = network.Output(LevelExecution.Masked, mask);
        network.Working.Keep(network.Weights(LevelExecution.Slim, mask));
        network.CloseWorking();
        network.Model.eval();
        using var quiet = no_grad();
        TensorAssert.Close(expected, network.Model.call(network.Input), 1e-10);
        Assert.Equal(network.Graph.Cost.Parameters(mask), network.Model.parameters().Sum(p => p.numel()));
    }

    /// <summary>A network in an awkward state: gradients present, one module in evaluation mode, one parameter frozen.</summary>
    private static DenseNetwork Prepared(string name, out ModelSnapshot snapshot)
    {
        var network = new DenseNetwork(name);
        network.CloseWorking();
        network.Model.train();
        network.Model.named_modules().Last().module.eval();
        network.Model.parameters().Last().requires_grad = false;
        DenseNetwork.Loss(network.Model.call(network.Input)).backward();
        snapshot = new ModelSnapshot(network.Model);
        network.Reopen();
        return network;
    }
}
