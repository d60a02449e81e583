using HierKD.Tests.Run;

namespace HierKD.Tests;

/// <summary>Layers timed alone.</summary>
public sealed class LayerTimerTests : ScopedTest
{
    [Theory]
    [MemberData(nameof(TestNetwork.All), MemberType = typeof(TestNetwork))]
    public void Every_layer_of_every_network_can_be_timed_whole_and_narrow(string network)
    {
        var described = TestNetwork.Named(network);
        using var model = described.Create(float32);
        var input = described.Input(float32);
        var graph = FilterGraph.Discover(model, input, described.Options);
        using var working = new WorkingModel(model, graph.Layers);
        var calls = LayerCalls.Of(working, graph.Layers, [input]);
        var timer = new LayerTimer(working, TimeProvider.System, TimeSpan.FromMinutes(1), default);
        var snapshot = new ModelSnapshot(model);
        var random = get_rng_state();
        LiveTensors.AssertNoneLeft(() =>
        {
            foreach (var layer in WidthLayer.Of(graph))
            {
                foreach (var widths in new[] { graph.Groups.Select(g => g.Filters), graph.Groups.Select(g => Math.Max(1, g.Filters / 2)) })
                {
                    Assert.All(calls[layer.Layer], call => Assert.True(timer.Of(call, layer.At([.. widths]).Kept) > 0, $"{layer.Layer}"));
                }
            }
        });
        Assert.Equal(random.data<byte>().ToArray(), get_rng_state().data<byte>().ToArray());
        snapshot.AssertUnchanged();
    }

    [Fact]
    public void Equal_layers_are_timed_once_and_the_lesser_of_two_times_counts()
    {
        using var model = new SessionModel();
        var graph = FilterGraph.Discover(model.Model, model.X);
        using var working = new WorkingModel(model.Model, graph.Layers);
        var clock = new Steps();
        var timer = new LayerTimer(working, clock, TimeSpan.FromHours(1), default);
        var calls = LayerCalls.Of(working, graph.Layers, [model.X]);
        var call = graph.Layers.SelectMany(l => calls[l]).First();
        clock.Step = 3;
        Assert.Equal(3.0, timer.Of(call, default));
        clock.Step = 5;
        Assert.Equal(3.0, timer.Of(call with { }, default));
        Assert.Equal(1, timer.Timed);
        timer.TimeAgain();
        Assert.Equal(3.0, timer.Of(call, default));
        clock.Step = 2;
        timer.TimeAgain();
        Assert.Equal(2.0, timer.Of(call, default));
    }

    [Fact]
    public void When_time_is_over_nothing_new_is_timed_and_what_is_known_stays()
    {
        using var model = new SessionModel();
        var graph = FilterGraph.Discover(model.Model, model.X);
        using var working = new WorkingModel(model.Model, graph.Layers);
        var clock = new Steps { Step = 1000 };
        var timer = new LayerTimer(working, clock, TimeSpan.FromSeconds(1), default);
        var calls = LayerCalls.Of(working, graph.Layers, [model.X]);
        var all = graph.Layers.SelectMany(l => calls[l]).ToArray();
        Assert.Equal(1000.0, timer.Of(all[0], default));
        Assert.Null(timer.Of(all[1], default));
        Assert.Equal(1000.0, timer.Of(all[0], default));
    }

    /// <summary>A clock that goes on with every look at it.</summary>
    private sealed class Steps : TimeProvider
    {
        private long _now;

        public long Step { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => _now += Step;
    }
}
