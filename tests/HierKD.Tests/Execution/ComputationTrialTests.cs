using HierKD.Tests.Run;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>Which way to compute is taken, which are left out, and that nothing of it stays.</summary>
public sealed class ComputationTrialTests : RunTest
{
    private static readonly SessionOptions Format = new() { MemoryFormat = MemoryFormat.Fastest };

    private static readonly SessionOptions Open = new() { MemoryFormat = MemoryFormat.Fastest, Precision = ComputePrecision.Fastest };

    [Theory]
    [InlineData(MemoryFormat.AsGiven, ComputePrecision.AsGiven)]
    [InlineData(MemoryFormat.ChannelsLast, ComputePrecision.AsGiven)]
    [InlineData(MemoryFormat.AsGiven, ComputePrecision.BFloat16)]
    [InlineData(MemoryFormat.ChannelsLast, ComputePrecision.BFloat16)]
    public void The_fastest_is_taken(MemoryFormat format, ComputePrecision precision)
    {
        var choice = Choose(TrainedNet(), ComputationClock.Favouring(format, precision));
        Assert.Equal((format, precision), (choice.MemoryFormat, choice.Precision));
        Assert.Equal(4, choice.Candidates.Count);
        Assert.All(choice.Candidates, c => Assert.Equal(
            c.Computation == choice.Computation ? new Latency(5, 5, 5, 32) : new Latency(10, 10, 10, 32), c.Step));
        Assert.Contains(
            choice.Computation == Computation.AsGiven ? "nothing else is faster by a tenth" : "0.50 times as long",
            choice.Reason, StringComparison.Ordinal);
        Assert.Contains($"Computed {ComputationText.Name(format, precision)}, since ", choice.ToString(), StringComparison.Ordinal);
        Assert.Contains("A training step of 32 samples: as given: ", choice.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_stays_where_another_is_faster_within_the_spread_alone()
    {
        var clock = new ComputationClock
        {
            Prices =
            {
                [(MemoryFormat.AsGiven, ComputePrecision.AsGiven)] = pass => pass % 2 == 0 ? 8 : 12,
                [(MemoryFormat.ChannelsLast, ComputePrecision.AsGiven)] = _ => 9,
            },
        };
        var choice = Choose(TrainedNet(), clock);
        Assert.Equal(MemoryFormat.AsGiven, choice.MemoryFormat);
        Assert.True(choice.Candidates[1].Step!.MedianMilliseconds < choice.Candidates[0].Step!.HighMilliseconds);
    }

    [Fact]
    public void It_stays_where_another_is_hardly_faster()
    {
        var clock = new ComputationClock { Prices = { [(MemoryFormat.AsGiven, ComputePrecision.AsGiven)] = _ => 100 } };
        foreach (var other in Open.Computations.Skip(1)) clock.Prices[(other.Format, other.Precision)] = _ => 91;
        Assert.Equal(Computation.AsGiven, Choose(TrainedNet(), clock).Computation);
    }

    [Fact]
    public void Bfloat16_has_to_be_faster_than_single_precision_in_the_better_format()
    {
        var clock = new ComputationClock
        {
            Prices =
            {
                [(MemoryFormat.ChannelsLast, ComputePrecision.AsGiven)] = _ => 5,
                [(MemoryFormat.ChannelsLast, ComputePrecision.BFloat16)] = pass => pass % 2 == 0 ? 3 : 6,
            },
        };
        Assert.Equal(new Computation(MemoryFormat.ChannelsLast), Choose(TrainedNet(), clock).Computation);
    }

    [Fact]
    public void What_is_fixed_stays()
    {
        var net = TrainedNet();
        var last = Choose(
            net, ComputationClock.Favouring(MemoryFormat.AsGiven, ComputePrecision.BFloat16),
            new() { MemoryFormat = MemoryFormat.ChannelsLast, Precision = ComputePrecision.Fastest });
        Assert.Equal([MemoryFormat.ChannelsLast, MemoryFormat.ChannelsLast], last.Candidates.Select(c => c.MemoryFormat));
        Assert.Equal(ComputePrecision.AsGiven, last.Precision);
        var half = Choose(
            net, ComputationClock.Favouring(MemoryFormat.ChannelsLast, ComputePrecision.BFloat16),
            new() { MemoryFormat = MemoryFormat.Fastest, Precision = ComputePrecision.BFloat16 });
        Assert.Equal([ComputePrecision.BFloat16, ComputePrecision.BFloat16], half.Candidates.Select(c => c.Precision));
        Assert.Equal(MemoryFormat.ChannelsLast, half.MemoryFormat);
    }

    [Fact]
    public void What_libtorch_cannot_compute_is_left_out()
    {
        using var net = Scripted((layer, x) => layer("head").call(layer("act").call(layer("conv").call(x)).view(-1, 4 * 64)));
        var choice = Choose(net, ComputationClock.Favouring(MemoryFormat.ChannelsLast), activation: "act");
        Assert.Equal(MemoryFormat.AsGiven, choice.MemoryFormat);
        foreach (var last in choice.Candidates.Where(c => c.MemoryFormat == MemoryFormat.ChannelsLast))
        {
            Assert.Null(last.Step);
            Assert.StartsWith("libtorch cannot compute it: view size is not compatible", last.LeftOut, StringComparison.Ordinal);
            Assert.Contains($"{ComputationText.NameOf(last)}: left out, since libtorch", choice.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_gives_other_outputs_is_left_out()
    {
        using var net = Scripted((layer, x) => layer("head").call(
            layer("act").call(layer("conv").call(x)).flatten(1)) * (x.is_contiguous() ? 1 : 1.1f));
        var choice = Choose(net, ComputationClock.Favouring(MemoryFormat.ChannelsLast), Format, activation: "act");
        Assert.Equal(MemoryFormat.AsGiven, choice.MemoryFormat);
        Assert.StartsWith(
            "its outputs differ from the default's by 10 %, where rounding explains 0.14 %", choice.Candidates[1].LeftOut,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_gives_other_gradients_is_left_out()
    {
        using var net = Scripted((layer, x) =>
        {
            var features = layer("act").call(layer("conv").call(x)).flatten(1);
            return layer("head").call(x.is_contiguous() ? features : features.detach());
        });
        var choice = Choose(net, ComputationClock.Favouring(MemoryFormat.ChannelsLast), Format, activation: "act");
        Assert.Equal(MemoryFormat.AsGiven, choice.MemoryFormat);
        Assert.StartsWith("its gradients differ from the default's by ", choice.Candidates[1].LeftOut, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_finite_in_training_is_left_out()
    {
        ScriptedNet? net = null;
        net = Scripted((layer, x) => layer("head").call(
            layer("act").call(layer("conv").call(x)).flatten(1)) * (net!.training && !x.is_contiguous() ? float.NaN : 1));
        using (net)
        {
            var choice = Choose(net, ComputationClock.Favouring(MemoryFormat.ChannelsLast), activation: "act");
            Assert.Equal(MemoryFormat.AsGiven, choice.MemoryFormat);
            Assert.Contains("outputs or gradients are not finite", choice.Candidates[1].LeftOut, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_the_forward_itself_refuses_is_left_out()
    {
        using var net = Scripted((layer, x) => x.is_contiguous()
            ? layer("head").call(layer("act").call(layer("conv").call(x)).flatten(1))
            : throw new NotSupportedException("no strides, please"));
        var choice = Choose(net, ComputationClock.Favouring(MemoryFormat.ChannelsLast), activation: "act");
        Assert.Equal("it cannot be computed: no strides, please", choice.Candidates[1].LeftOut);
        Assert.NotNull(choice.Candidates[2].Step);
    }

    [Fact]
    public void A_default_that_cannot_be_computed_stays_with_the_reason()
    {
        using var net = Scripted((layer, x) =>
        {
            var features = layer("norm").call(layer("conv").call(x).mean([2L, 3], keepdim: true));
            return layer("head").call(layer("act").call(features).flatten(1).repeat(1, 64));
        }, ("norm", BatchNorm2d(4)));
        var choice = Choose(net, ComputationClock.Favouring(MemoryFormat.ChannelsLast), activation: "act", inputs: rand(1, 3, 8, 8));
        Assert.Equal(Computation.AsGiven, choice.Computation);
        Assert.Single(choice.Candidates);
        Assert.Contains(
            "the default could not be timed: it cannot be computed: Layer 'norm' gets one value", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_users_code_throws_by_itself_is_the_callers()
    {
        using var net = Scripted((layer, x) => x.shape[0] == 2
            ? layer("head").call(layer("act").call(layer("conv").call(x)).flatten(1))
            : throw new TimeoutException());
        var before = new ModelSnapshot(net);
        Assert.Throws<TimeoutException>(() => Choose(net, new ComputationClock(), activation: "act"));
        before.AssertUnchanged();
    }

    [Fact]
    public void A_way_that_makes_no_difference_is_not_timed()
    {
        using var net = new ScriptedNet(
            (layer, x) => layer("head").call(layer("act").call(layer("first").call(x))),
            ("first", Linear(5, 6)), ("act", ReLU()), ("head", Linear(6, 3)));
        var choice = Choose(net, new ComputationClock(), activation: "act", inputs: rand(4, 5));
        Assert.Equal(
            [null, "for this model it is the same as 'as given'", null, "for this model it is the same as 'bfloat16'"],
            choice.Candidates.Select(c => c.LeftOut));
        net.to(bfloat16);
        choice = Choose(net, new ComputationClock(), activation: "act", inputs: rand(4, 5).to(bfloat16));
        Assert.Equal(3, choice.Candidates.Count(c => c.LeftOut == "for this model it is the same as 'as given'"));
    }

    [Fact]
    public void A_clock_that_stands_still_keeps_the_default()
    {
        var net = TrainedNet();
        using var working = new WorkingModel(net, FilterGraph.Discover(net, TrainSet.Inputs[..2]).Layers);
        var choice = new ComputationTrial(working, new FakeClock()).Choose(Open.Computations, [TrainSet.Inputs[..8]]);
        Assert.Equal(Computation.AsGiven, choice.Computation);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Model_statistics_gradients_and_random_numbers_are_as_before(bool training)
    {
        var net = Own(TinyNet.Seeded(dropout: 0.5));
        net.train(training);
        using var scope = NewDisposeScope();
        var inputs = TrainSet.Inputs[..32];
        net.call(inputs).sum().backward();
        ((Dropout)net.named_modules().Single(m => m.name == "classifier.2").module).eval();
        var clock = new ComputationClock();
        clock.Watch(net, "features.2");
        var graph = FilterGraph.Discover(net, TrainSet.Inputs[..4]);
        var before = new ModelSnapshot(net);
        using var state = get_rng_state();
        using (var working = new WorkingModel(net, graph.Layers))
        {
            LiveTensors.AssertNoneLeft(() => new ComputationTrial(working, clock).Choose(Open.Computations, [inputs]));
            before.AssertUnchanged(gradients: false);
        }
        before.AssertUnchanged();
        using var after = get_rng_state();
        TensorAssert.Same(state, after);
        Assert.All(clock.Steps.Values, steps => Assert.InRange(steps, 2, 11));
    }

    [Theory]
    [InlineData(10, 11)]
    [InlineData(1_000, 6)]
    [InlineData(5_000, 4)]
    [InlineData(20_000, 2)]
    [InlineData(500_000, 2)]
    public void The_longer_a_step_the_fewer(long milliseconds, int steps)
    {
        var clock = new ComputationClock();
        foreach (var way in Open.Computations) clock.Prices[(way.Format, way.Precision)] = _ => milliseconds;
        var choice = Choose(TrainedNet(), clock);
        Assert.Equal([steps, steps, steps, steps], clock.Steps.Values);
        Assert.All(choice.Candidates, c => Assert.Equal(milliseconds, c.Step!.MedianMilliseconds));
    }

    [Fact]
    public void A_machine_that_drifts_slows_all_alike()
    {
        var clock = new ComputationClock
        {
            Prices =
            {
                [(MemoryFormat.AsGiven, ComputePrecision.AsGiven)] = pass => 100 + 20 * pass,
                [(MemoryFormat.ChannelsLast, ComputePrecision.AsGiven)] = pass => 85 + 17 * pass,
            },
        };
        var choice = Choose(TrainedNet(), clock, Format);
        Assert.Equal(MemoryFormat.ChannelsLast, choice.MemoryFormat);
        Assert.Contains("0.85 times as long", choice.Reason, StringComparison.Ordinal);
        Assert.True(choice.Candidates[1].Step!.HighMilliseconds > choice.Candidates[0].Step!.LowMilliseconds);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(100, 1)]
    public void What_is_far_behind_is_not_timed_again(int scale, int steps)
    {
        var clock = new ComputationClock
        {
            Prices =
            {
                [(MemoryFormat.AsGiven, ComputePrecision.AsGiven)] = _ => 10 * scale,
                [(MemoryFormat.ChannelsLast, ComputePrecision.AsGiven)] = _ => 8 * scale,
                [(MemoryFormat.AsGiven, ComputePrecision.BFloat16)] = _ => 27 * scale,
                [(MemoryFormat.ChannelsLast, ComputePrecision.BFloat16)] = _ => 15 * scale,
            },
        };
        var choice = Choose(TrainedNet(), clock);
        Assert.Equal(MemoryFormat.ChannelsLast, choice.MemoryFormat);
        Assert.Equal(steps, clock.Steps[(MemoryFormat.AsGiven, ComputePrecision.BFloat16)]);
        Assert.Equal($"a step took {27 * scale} ms, 3.4 times as long as the fastest", choice.Candidates[2].LeftOut);
        Assert.NotNull(choice.Candidates[3].Step);
    }

    [Fact]
    public void What_is_hopelessly_behind_on_few_samples_gets_no_step()
    {
        var clock = new ComputationClock
        {
            Prices =
            {
                [(MemoryFormat.AsGiven, ComputePrecision.AsGiven)] = _ => 1000,
                [(MemoryFormat.ChannelsLast, ComputePrecision.AsGiven)] = _ => 1000,
                [(MemoryFormat.AsGiven, ComputePrecision.BFloat16)] = _ => 9000,
                [(MemoryFormat.ChannelsLast, ComputePrecision.BFloat16)] = _ => 3000,
            },
        };
        var choice = Choose(TrainedNet(), clock);
        Assert.Equal("8 samples took 9000 ms, 9.0 times as long as the default", choice.Candidates[2].LeftOut);
        Assert.False(clock.Steps.ContainsKey((MemoryFormat.AsGiven, ComputePrecision.BFloat16)));
        Assert.Equal("a step took 3000 ms, 3.0 times as long as the fastest", choice.Candidates[3].LeftOut);
    }

    [Fact]
    public void It_ends_when_it_is_cancelled()
    {
        var net = TrainedNet();
        using var source = new CancellationTokenSource();
        var clock = new ComputationClock();
        clock.OnStep = () =>
        {
            if (clock.Steps.Values.Sum() == 6) source.Cancel();
        };
        var before = new ModelSnapshot(net);
        Assert.Throws<OperationCanceledException>(() => Choose(net, clock, cancellation: source.Token));
        Assert.Equal(6, clock.Steps.Values.Sum());
        before.AssertUnchanged();
    }

    private ComputationChoice Choose(
        nn.Module<Tensor, Tensor> net, ComputationClock clock, SessionOptions? options = null, string activation = "features.2",
        Tensor? inputs = null, CancellationToken cancellation = default)
    {
        using var scope = NewDisposeScope();
        inputs ??= activation == "act" ? rand(4, 3, 8, 8) : TrainSet.Inputs[..32];
        var graph = FilterGraph.Discover(
            net, cat(new List<Tensor> { inputs, inputs }, 0)[..2], new() { PruneFirstLayer = true, Verify = false },
            cancellationToken: CancellationToken.None);
        clock.Watch(net, activation);
        options ??= Open;
        using var working = new WorkingModel(net, graph.Layers, options.Computation);
        return new ComputationTrial(working, clock, cancellation).Choose(options.Computations, [inputs]);
    }

    /// <summary>A convolution, an activation that the clock watches, and a linear layer over 4 channels of 8x8.</summary>
    private static ScriptedNet Scripted(
        Func<Func<string, Module<Tensor, Tensor>>, Tensor, Tensor> forward, params (string Name, Module<Tensor, Tensor> Layer)[] more) =>
        new(forward, [("conv", Conv2d(3, 4, 3, padding: 1)), ("act", ReLU()), ("head", Linear(4 * 64, 3)), .. more]);
}
