using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>Layers that only a forward in training mode calls: they are pruned along, or what they read stays.</summary>
public sealed class TrainingHeadTests : DiscoveryTest
{
    private static readonly DiscoveryOptions All = new() { PruneFirstLayer = true };

    [Fact]
    public void An_auxiliary_classifier_reads_what_is_left()
    {
        using var model = new WithHead((net, h) => net.head.call(h.mean([2, 3])));
        model.train();
        var graph = Discover(model, Image(3), All);
        var group = graph.Groups.Single(g => g.Name == "b");
        Assert.Contains(group.Members, m => m.Layer == "head" && m.Role == ChannelRole.Consumer);
        Assert.Contains("nothing is seen to read", Reason(graph, "head"), StringComparison.Ordinal);

        FilterRemoval.Apply(model, FilterMask.Of(graph, graph.Groups.Select(g => Enumerable.Range(0, g.Filters).Select(f => f % 2 == 0))));
        model.train();
        model.call(Image(3)).sum().backward();
        Assert.Equal([3L, 4], model.LastHead!.shape);
    }

    [Fact]
    public void A_head_with_a_size_written_into_it_locks_what_it_reads()
    {
        using var model = new WithHead((net, h) => net.head.call(h.mean([2, 3]).view(-1, 8)));
        model.train();
        var graph = Discover(model, Image(3), All);
        Assert.Equal(["a"], graph.Groups.Select(g => g.Name));
        Assert.Contains("in training mode the forward pass fails", Reason(graph, "b"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_head_with_dropout()
    {
        using var model = new WithHead((net, h) => net.head.call(functional.dropout(h.mean([2, 3]), 0.5, net.training)));
        model.train();
        Assert.Contains(Discover(model, Image(3), All).Groups.Single(g => g.Name == "b").Members, m => m.Layer == "head");
    }

    [Fact]
    public void A_training_forward_that_cannot_run_on_the_example_is_passed_over()
    {
        using var model = new WithHead((_, _) => throw new InvalidOperationException("no targets"));
        Assert.Equal(["a", "b"], Discover(model, Image(3), All).Groups.Select(g => g.Name));
    }

    [Fact]
    public void A_buffer_that_training_changes_is_as_before()
    {
        using var model = new WithHead((net, h) =>
        {
            using var quiet = no_grad();
            net.seen.add_(1);
            return net.head.call(h.mean([2, 3]));
        });
        model.train();
        var before = model.seen.ToDouble();
        _ = Discover(model, Image(3), All);
        Assert.Equal(before, model.seen.ToDouble());
    }

    [Fact]
    public void An_excluded_layer_that_no_forward_calls_is_refused()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(layer("b").call(layer("a").call(x)).relu()), ("a", Conv(2, 4)), ("b", Conv(4, 5)),
            ("c", Conv(5, 2)), ("spare", Conv(4, 7)));
        var failure = Assert.Throws<ArgumentException>("options", () => Discover(model, Image(2), new() { ExcludedLayers = ["spare"] }));
        Assert.Contains("never calls layer 'spare'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_head_of_several_layers_keeps_its_own_filters()
    {
        using var model = new WithHead((net, h) => net.top.call(net.head.call(h.mean([2, 3])).relu()));
        model.train();
        var graph = Discover(model, Image(3), All);
        Assert.Equal(["a", "b"], graph.Groups.Select(g => g.Name));
        Assert.Contains("is called in training mode alone", Reason(graph, "head"), StringComparison.Ordinal);
        // The layer that makes the network's answer is the last one.
        Assert.Equal("c", graph.Layers[^1].Name);
    }

    [Fact]
    public void A_size_in_code_that_only_training_runs_locks_what_meets_it()
    {
        using var model = new WithHead((_, h) => h + zeros(1, 8, 1, 1));
        model.train();
        var graph = Discover(model, Image(3), All);
        Assert.Equal(["a"], graph.Groups.Select(g => g.Name));
        Assert.Contains("in training mode the forward pass fails", Reason(graph, "b"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_head_that_wants_more_samples_than_one()
    {
        using var model = new WithHead((net, h) =>
            h.shape[0] < 3 ? throw new InvalidOperationException("a batch of three") : net.head.call(h.mean([2, 3])));
        model.train();
        Assert.Contains(Discover(model, Image(3), All).Groups.Single(g => g.Name == "b").Members, m => m.Layer == "head");
    }

    [Fact]
    public void What_a_path_that_is_drawn_in_training_mode_reads_stays()
    {
        var calls = 0;
        using var model = new WithHead((net, h) => ++calls % 2 == 0 ? h : net.head.call(h.mean([2, 3])));
        model.train();
        Assert.Equal(["a"], Discover(model, Image(3), All).Groups.Select(g => g.Name));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_trains_a_model_with_a_head(bool deep)
    {
        using var model =
            new WithHead((net, h) => deep ? net.top.call(net.head.call(h.mean([2, 3])).relu()) : net.head.call(h.mean([2, 3])));
        model.train();
        using var labels = tensor(new long[] { 0, 1, 2, 0 });
        var data = new PruningData([(rand(4, 3, 6, 6), labels)], [(rand(4, 3, 6, 6), labels)]);
        using var result = HierarchicalPruner.Run(
            model, data,
            new()
            {
                Discovery = All,
                Training = new() { Joint = new() { Epochs = 2, RecalibrationBatches = 0 }, FineTuning = new() { Epochs = 1 } },
            });
        Assert.True(result.Report.Student.Parameters < result.Report.Original.Parameters);
    }

    private sealed class WithHead : Module<Tensor, Tensor>
    {
        public readonly Module<Tensor, Tensor> head = Linear(8, 4);
        public readonly Module<Tensor, Tensor> top = Linear(4, 3);
        public readonly Tensor seen = zeros(1);
        private readonly Module<Tensor, Tensor> a = Conv(3, 6);
        private readonly Module<Tensor, Tensor> b = Conv(6, 8);
        private readonly Module<Tensor, Tensor> c = Conv(8, 3);
        private readonly Func<WithHead, Tensor, Tensor> _head;

        public WithHead(Func<WithHead, Tensor, Tensor> head)
            : base(nameof(WithHead))
        {
            _head = head;
            register_buffer("seen", seen);
            RegisterComponents();
            TrainedWeights.Give(this, seed: 5);
        }

        public Tensor? LastHead { get; private set; }

        public override Tensor forward(Tensor x)
        {
            var h = b.call(a.call(x).relu()).relu();
            if (training) LastHead = _head(this, h);
            return c.call(h).mean([2, 3]);
        }
    }
}
