using Microsoft.Extensions.Logging;
using static TorchSharp.torch.nn;

namespace HierKD.Tests.Run;

/// <summary>
/// Whole runs on networks whose channels hang together: residual, depthwise, concatenated, gated, normalised over channels.
/// </summary>
public sealed class CoupledNetworkTests : ScopedTest
{
    public static TheoryData<string> Networks =>
        [
            "cifar resnet", "bottleneck resnet", "resnext", "mobilenet v2", "mobilenet v3", "densenet", "shufflenet", "convnext",
            "transformer", "multihead transformer", "glu", "own scale", "group norm of few groups"
        ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_run_gives_a_smaller_network_that_reloads_bit_for_bit(string name)
    {
        using var folder = new TemporaryFolder();
        var network = TestNetwork.Named(name);
        using var model = network.Create(float32);
        model.train();
        var input = network.Input(float32);
        var before = model.parameters().Sum(p => p.numel());
        var classes = model.call(input).shape[1];
        var target = arange(input.shape[0], dtype: int64).remainder(classes);
        var data = new PruningData([(input, target), (input * 0.9, target)], [(input, target)]);
        using var result = HierarchicalPruner.Run(model, data, new()
        {
            Chain = TeacherChain.Uniform(studentRatio: 0.4, assistants: 1),
            Discovery = network.Options,
            Training = new()
            {
                Joint =
                new() { Epochs = 1, MaskInterval = 1, ScoringBatches = 1 },
                FineTuning = new() { Epochs = 1 },
                LearningRate = 0.001
            },
        });
        Assert.True(model.parameters().Sum(p => p.numel()) < before);
        Assert.Equal(result.Report.Student.Parameters, model.parameters().Sum(p => p.numel()));

        result.Save(folder.File("small.hierkd"));
        using var loaded = SlimModel.Load(folder.File("small.hierkd"), network.Make);
        model.eval();
        using var quiet = no_grad();
        TensorAssert.Same(model.call(input), loaded.call(input));
    }

    [Fact]
    public void What_stays_is_logged_and_a_layer_that_is_not_called_is_warned_of()
    {
        var logger = new Lines();
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(layer("b").call(layer("a").call(x)).relu()), ("a", Linear(2, 4)), ("b", Linear(4, 5)),
            ("c", Linear(5, 2)), ("auxiliary", Linear(4, 3)));
        var data = new PruningData([(ones(4, 2), zeros(4, dtype: int64))], [(ones(4, 2), zeros(4, dtype: int64))]);
        using var result =
            HierarchicalPruner.Run(
                model, data, new() { Training = new() { Joint = new() { Epochs = 1 }, FineTuning = new() { Epochs = 0 } } },
                logger: logger);
        Assert.Contains(
            (LogLevel.Information, "a keeps its filters: it is the first layer (see DiscoveryOptions.PruneFirstLayer)"), logger.Written);
        var (level, text) = Assert.Single(logger.Written, l => l.Text.Contains("auxiliary", StringComparison.Ordinal));
        Assert.Equal(LogLevel.Warning, level);
        Assert.Contains("does not use it. If training calls it", text, StringComparison.Ordinal);
    }
}
