namespace HierKD.Tests.Run;

/// <summary>What runs do to each other and to the rest of the process.</summary>
public sealed class OtherThreadsTests : RunTest
{
    [Fact]
    public async Task Two_runs_at_once_give_what_each_gives_alone()
    {
        var expected = new[] { 1, 2 }.Select(seed => Student(seed)).ToArray();
        for (var round = 0; round < 3; round++)
        {
            var both = await Task.WhenAll(Task.Run(() => Student(1)), Task.Run(() => Student(2)));
            Assert.Equal(expected[0], both[0]);
            Assert.Equal(expected[1], both[1]);
        }
    }

    [Fact]
    public void A_run_that_waits_says_so_and_can_be_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var waiting = new Lines(line =>
        {
            if (line.StartsWith("Another run is going on", StringComparison.Ordinal)) cancel.Cancel();
        });
        Exception? failure = null;
        Thread? other = null;
        var recorder = new Recorder(_ =>
        {
            if (other is not null) return;
            var net = Own(TinyNet.Seeded(seed: 7));
            // Not a part of this run: what it does comes from somewhere else.
            using (ExecutionContext.SuppressFlow())
            {
                other = new Thread(() => failure = Record.Exception(
                    () => HierarchicalPruner.Run(net, Data(), Quick, logger: waiting, cancellationToken: cancel.Token)));
                other.Start();
            }
            other.Join();
        });
        using (HierarchicalPruner.Run(TrainedNet(), Data(), Quick, recorder)) { }
        Assert.IsAssignableFrom<OperationCanceledException>(failure);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_run_within_a_run_is_refused(bool elsewhere)
    {
        Exception? failure = null;
        var recorder = new Recorder(_ =>
        {
            if (failure is not null) return;
            var net = Own(TinyNet.Seeded(seed: 7));
            Exception? Inner() => Record.Exception(() => HierarchicalPruner.Run(net, Data(), Quick).Dispose());
            failure = elsewhere ? Task.Run(Inner).Result : Inner();
        });
        using (HierarchicalPruner.Run(TrainedNet(), Data(), Quick, recorder)) { }
        Assert.Contains("within a run", Assert.IsType<InvalidOperationException>(failure).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_run_has_started_may_run_when_it_is_over()
    {
        var over = new TaskCompletionSource();
        Task? later = null;
        var recorder = new Recorder(_ => later ??= Task.Run(async () =>
        {
            await over.Task;
            HierarchicalPruner.Run(Own(TinyNet.Seeded(seed: 7)), Data(), Quick).Dispose();
        }));
        using (HierarchicalPruner.Run(TrainedNet(), Data(), Quick, recorder)) { }
        over.SetResult();
        await later!;
    }

    [Fact]
    public async Task One_model_in_several_runs_is_refused_at_the_top()
    {
        var net = TrainedNet();
        using var start = new Barrier(4);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            start.SignalAndWait();
            return Record.Exception(() => HierarchicalPruner.Run(net, Data(), Quick).Dispose());
        })));
        // One that came when another was over finds a model that has lost filters, and may prune it again.
        Assert.Contains(null, outcomes);
        Assert.All(outcomes.OfType<Exception>(), failure => Assert.Contains(
            "is in use by a run or a session", Assert.IsType<ArgumentException>(failure).Message, StringComparison.Ordinal));
    }

    /// <summary>Discovery gives the generator back as it found it: not while a run uses it.</summary>
    [Fact]
    public void Discovery_beside_a_run_leaves_the_runs_numbers_alone()
    {
        var expected = Student(1);
        using var net = Weights.Copy(1);
        using var other = TinyNet.Seeded(seed: 7);
        using var input = zeros(2, 1, 8, 8);
        var recorder = new Recorder(p =>
        {
            if (p.Step != 1) return;
            using (ExecutionContext.SuppressFlow()) Task.Run(() => FilterGraph.Discover(other, input)).Wait();
        });
        using (HierarchicalPruner.Run(net, Data(), Quick with { Seed = 1 }, recorder)) { }
        Assert.Equal(expected, ModelBits.Of(net));
    }

    [Fact]
    public void A_model_that_shares_layers_with_one_in_use_is_refused()
    {
        using var model = new SessionModel();
        using var session = model.Start();
        using var wrapper = nn.Sequential(("inside", model.Model));
        var failure = Assert.Throws<ArgumentException>("model", () => HierarchicalPruner.Start(wrapper, model.X));
        Assert.Contains("shares layers with a model VggBn", failure.Message, StringComparison.Ordinal);
        session.Dispose();
        HierarchicalPruner.Start(wrapper, model.X).Dispose();
    }

    [Fact]
    public void Torchs_generator_is_given_back()
    {
        using var input = zeros(2, 1, 8, 8);
        using var cancelled = new CancellationTokenSource();
        Same(TrainedNet(), net => HierarchicalPruner.Run(net, Data(), Quick with { Seed = 77 }).Dispose());
        Same(TrainedNet(), net => Assert.Throws<ArgumentException>(
            () => HierarchicalPruner.Run(net, new PruningData(Array.Empty<PruningBatch>(), ValidationSet.Batches(64)), Quick)));
        Same(TrainedNet(), net => Assert.Throws<FuseException>(
            () => HierarchicalPruner.Run(net, Data(), Quick, new Recorder(_ => throw new FuseException()))));
        Same(TrainedNet(), net => Assert.Throws<OperationCanceledException>(() => HierarchicalPruner.Run(
            net, Data(), Quick, new Recorder(_ => cancelled.Cancel()), cancellationToken: cancelled.Token)));
        // A forward that draws by itself, whatever its mode.
        Same(new Drawing(), net => Assert.ThrowsAny<Exception>(() => HierarchicalPruner.Run(net, Data(), Quick)));
        Same(new Drawing(), net => Assert.ThrowsAny<Exception>(() => HierarchicalPruner.Start(net, input)));
        Same(new Drawing(), net => Assert.ThrowsAny<Exception>(() => FilterGraph.Discover(net, input)));
        Same(TinyNet.Seeded(dropout: 0.5), net => HierarchicalPruner.Start(net, input).Dispose());

        static void Same(nn.Module<Tensor, Tensor> made, Action<nn.Module<Tensor, Tensor>> action)
        {
            using var net = made;
            using var before = get_rng_state();
            action(net);
            using var after = get_rng_state();
            Assert.Equal(before.bytes.ToArray(), after.bytes.ToArray());
        }
    }

    private static SortedDictionary<string, byte[]> Student(int seed)
    {
        // The generator is one for the process: who makes a network while another does gets other weights.
        TinyNet net;
        lock (typeof(OtherThreadsTests)) net = Weights.Copy(seed);
        using (net)
        {
            using var train = new Patterns(96, seed: 11);
            using var validation = new Patterns(64, seed: 12);
            var data = new PruningData(train.Batches(32, 3), validation.Batches(64));
            using var result = HierarchicalPruner.Run(net, data, Quick with { Seed = seed });
            return ModelBits.Of(net);
        }
    }

    /// <summary>Networks whose weights are drawn once.</summary>
    private static class Weights
    {
        private static readonly Dictionary<int, SortedDictionary<string, byte[]>> Known = [];

        public static TinyNet Copy(int seed)
        {
            var net = new TinyNet(dropout: 0.4);
            if (!Known.TryGetValue(seed, out var bits))
            {
                using var drawn = TinyNet.Seeded(seed, dropout: 0.4);
                Known[seed] = bits = ModelBits.Of(drawn);
            }
            ModelBits.Write(net, bits);
            return net;
        }
    }

    private sealed class Drawing : nn.Module<Tensor, Tensor>
    {
        private readonly TinyNet net = TinyNet.Seeded();

        public Drawing()
            : base(nameof(Drawing)) => RegisterComponents();

        public override Tensor forward(Tensor input) => net.call(input + rand_like(input));
    }
}
