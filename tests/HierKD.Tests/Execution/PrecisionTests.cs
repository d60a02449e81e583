using HierKD.Models;
using HierKD.Tests.Run;
using TorchSharp.Modules;

namespace HierKD.Tests;

/// <summary>A training that computes in bfloat16: about the same, and nothing of it in what comes out.</summary>
public sealed class PrecisionTests : RunTest
{
    [Theory]
    [InlineData("plain", LevelExecution.Slim)]
    [InlineData("plain", LevelExecution.Masked)]
    [InlineData("cifar resnet", LevelExecution.Slim)]
    [InlineData("cifar resnet", LevelExecution.Masked)]
    public void Gradients_are_those_of_single_precision_but_for_rounding(string network, LevelExecution execution)
    {
        using var single = new DenseNetwork(network, float32);
        var mask = FilterMasks.Random(single.Graph, seed: 3, density: 0.5);
        single.Train(single.Weights(execution, mask));
        foreach (var format in new[] { MemoryFormat.AsGiven, MemoryFormat.ChannelsLast })
        {
            using var half = new DenseNetwork(network, float32, format, ComputePrecision.BFloat16);
            half.Train(half.Weights(execution, FilterMask.Of(half.Graph, single.Graph.Groups.Select(g => mask[g]))));
            var (expected, actual) = (All(single), All(half));
            Assert.Equal(float32, actual.dtype);
            var cosine = (expected * actual).sum().item<float>() / (expected.norm().item<float>() * actual.norm().item<float>());
            Assert.InRange(cosine, 0.99, 1.0001);
            // Eight bits of mantissa: it has been computed in another type indeed.
            Assert.InRange((expected - actual).abs().max().item<float>() / expected.abs().max().item<float>(), 1e-5, 0.2);
        }

        static Tensor All(DenseNetwork network) =>
            cat(network.Gradients().OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Value.flatten()).ToList(), 0);
    }

    [Fact]
    public void What_is_measured_is_measured_in_the_models_own_type()
    {
        using var own = new DenseNetwork("plain", float32);
        using var half = new DenseNetwork("plain", float32, precision: ComputePrecision.BFloat16);
        TensorAssert.Same(
            own.Output(LevelExecution.Slim, FilterMask.Full(own.Graph)), half.Output(LevelExecution.Slim, FilterMask.Full(half.Graph)));
    }

    [Theory]
    [InlineData("gate")]
    [InlineData("mean activation")]
    public void A_run_learns_and_leaves_a_student_in_the_models_own_type(string scorer)
    {
        var net = TrainedNet();
        var options = Quick with
        {
            Precision = ComputePrecision.BFloat16,
            MemoryFormat = MemoryFormat.ChannelsLast,
            Scorer = scorer == "gate" ? Saliency.GateGradient() : Saliency.MeanActivation(),
        };
        LiveTensors.AssertNoneLeft(() =>
        {
            using var result = HierarchicalPruner.Run(net, Data(), options);
            Assert.Equal([12, 21, 30], result.Levels.Select(l => result.Mask(l).Kept));
        });
        Assert.All(net.parameters(), p => Assert.Equal(float32, p.dtype));
        Assert.True(OrdinaryTraining.Accuracy(net, ValidationSet.Inputs, ValidationSet.Labels) > 0.6);
    }

    [Fact]
    public void Activations_are_scored_as_they_come()
    {
        using var net = TrainedNet();
        var scorer = new InputSizes();
        HierarchicalPruner.Run(net, Data(), Quick with { Precision = ComputePrecision.BFloat16, Scorer = scorer }).Dispose();
        // Every value of a batch's feature maps, not those of an input whose result is thrown away.
        Assert.All(scorer.Sizes, n => Assert.True(n >= 32, $"{n} values"));
    }

    [Fact]
    public void What_meets_a_tensor_of_the_models_own_has_its_type()
    {
        using var net = new MixingNet();
        using var input = rand(4, 3, 6, 6);
        var options = new SessionOptions { Discovery = new() { PruneFirstLayer = true }, Precision = ComputePrecision.BFloat16 };
        using var session = HierarchicalPruner.Start(net, input, options);
        net.Meets.Clear();
        using var labels = zeros(4, int64);
        session.Backward(input, labels);
        Assert.All(net.Meets, type => Assert.Equal(float32, type));
        Assert.NotEmpty(net.Meets);
    }

    [Fact]
    public void A_network_that_cannot_is_refused_and_stays_as_it_was()
    {
        using var net = new ConstantNet();
        var before = ModelBits.Of(net);
        using var input = rand(4, 3, 6, 6);
        var options = new SessionOptions { Discovery = new() { PruneFirstLayer = true } };
        HierarchicalPruner.Start(net, input, options).Dispose();
        var refused = Assert.Throws<ArgumentException>(
            "precision", () => HierarchicalPruner.Start(net, input, options with { Precision = ComputePrecision.BFloat16 }));
        Assert.Contains(
            "Precision is BFloat16, in which this model cannot be computed here; take AsGiven", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, ModelBits.Of(net));
    }

    [Fact]
    public void Another_number_is_refused() =>
        Assert.Contains(
            "Precision is 5, which is none of AsGiven, BFloat16, Fastest",
            Assert.Throws<ArgumentException>("Precision", () => new SessionOptions { Precision = (ComputePrecision)5 }.Validate()).Message,
            StringComparison.Ordinal);

    /// <summary>Notes how many values of each channel it is shown.</summary>
    private sealed class InputSizes : ISaliencyScorer
    {
        public List<long> Sizes { get; } = [];

        public bool NeedsActivations => true;

        public Tensor Score(FilterGroup group, LevelStep step)
        {
            var activations = step.Activations(group).First();
            Sizes.Add(activations.Values.shape[1]);
            return activations.Values.abs().mean([1L]);
        }
    }

    /// <summary>It multiplies features by a tensor that it holds, where TorchSharp does not catch a refusal of libtorch's.</summary>
    private sealed class MixingNet : nn.Module<Tensor, Tensor>
    {
        private readonly Conv2d first = nn.Conv2d(3, 5, 3);
        private readonly Conv2d second = nn.Conv2d(5, 4, 3);
        private readonly Tensor mixture = rand(16, 2);

        public MixingNet()
            : base(nameof(MixingNet)) => RegisterComponents();

        public List<ScalarType> Meets { get; } = [];

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var features = second.call(first.call(input).relu()).flatten(1);
            Meets.Add(features.dtype);
            return features.matmul(mixture).MoveToOuterDisposeScope();
        }
    }

    /// <summary>
    /// It multiplies features by values that it makes as it goes, in a type of its own, which libtorch refuses for another.
    /// </summary>
    private sealed class ConstantNet : nn.Module<Tensor, Tensor>
    {
        private readonly Conv2d first = nn.Conv2d(3, 5, 3);
        private readonly Conv2d second = nn.Conv2d(5, 4, 3);

        public ConstantNet()
            : base(nameof(ConstantNet)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            return second.call(first.call(input).relu()).flatten(1).mm(ones(16, 2)).MoveToOuterDisposeScope();
        }
    }
}
