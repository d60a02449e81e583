using HierKD.Tests.Run;
using TorchSharp.Modules;

namespace HierKD.Tests.Checkpoints;

/// <summary>A loop of one's own that is interrupted between two steps goes on as if nothing had happened.</summary>
public sealed class SessionCheckpointTests : RunTest
{
    private static readonly SessionOptions Plain = new() { Chain = TeacherChain.Explicit(0.6, 0.3) };

    public static TheoryData<string, SessionOptions> Sessions => new()
    {
        { "slim", Plain },
        { "masked", Plain with { Execution = LevelExecution.Masked, NestedMasks = false } },
        { "learned scores", Plain with { Scorer = Saliency.CascadedGate(ScoreAccumulation.Sgd(), signed: true) } },
        { "drawn levels", Plain with { Chain = TeacherChain.Explicit(0.6, 0.3, 0), Sampling = LevelSampling.Every(2) } },
        { "shared parts", Plain with { Private = PrivateParts.None } },
    };

    [Theory]
    [MemberData(nameof(Sessions))]
    public void While_levels_shrink_a_loop_goes_on_bit_for_bit(string what, SessionOptions options)
    {
        Assert.NotEmpty(what);
        var path = TemporaryFile("loop.checkpoint");
        using var whole = new Loop(TrainedNet(), TrainSet, options);
        whole.Score();
        whole.Train(0, 7);
        SessionCheckpoint.Save(path, whole.Session, whole.Optimizer);
        whole.Train(7, 15);

        using var later = new Loop(TrainedNet(), TrainSet, options);
        SessionCheckpoint.Restore(path, later.Session, later.Optimizer);
        later.Train(7, 15);
        Assert.Equal(State(whole.Session), State(later.Session));
        Assert.Equal(whole.Session.MultiplyAdds, later.Session.MultiplyAdds);
        Assert.Equal(
            whole.Session.Evaluate(whole.Session.Student, ValidationSet.Batches(64)),
            later.Session.Evaluate(later.Session.Student, ValidationSet.Batches(64)));
    }

    [Fact]
    public void A_session_goes_back_to_an_earlier_state_of_its_own()
    {
        var path = TemporaryFile("best.checkpoint");
        var net = TrainedNet();
        var before = ModelBits.Of(net);
        using var loop = new Loop(net, TrainSet, Plain);
        loop.Score();
        loop.Train(0, 5);
        var (best, metric) = (State(loop.Session), loop.Session.Evaluate(loop.Session.Student, ValidationSet.Batches(64)));
        SessionCheckpoint.Save(path, loop.Session);
        loop.Train(5, 12);
        Assert.NotEqual(best, State(loop.Session));
        Assert.Empty(SessionCheckpoint.Restore(path, loop.Session));
        Assert.Equal(best, State(loop.Session));
        Assert.Equal(metric, loop.Session.Evaluate(loop.Session.Student, ValidationSet.Batches(64)));
        Assert.Equal(before, ModelBits.Of(net));
    }

    [Fact]
    public void Notes_come_back()
    {
        var path = TemporaryFile("loop.checkpoint");
        using var loop = new Loop(TrainedNet(), TrainSet, Plain);
        var notes = new Dictionary<string, string> { ["epoch"] = "3", ["what \"she\" said"] = "ä\n" };
        SessionCheckpoint.Save(path, loop.Session, notes: notes);
        Assert.Equal(notes, SessionCheckpoint.ReadNotes(path));
        Assert.Equal(notes, SessionCheckpoint.Restore(path, loop.Session));
    }

    [Fact]
    public void What_is_not_this_sessions_is_refused_and_changes_nothing()
    {
        var path = TemporaryFile("loop.checkpoint");
        using (var other = new Loop(TrainedNet(), TrainSet, Plain))
        {
            other.Score();
            other.Train(0, 3);
            SessionCheckpoint.Save(path, other.Session);
            Refused(Plain, "it was saved without an optimizer");
            SessionCheckpoint.Save(path, other.Session, other.Optimizer);
        }
        Refused(Plain with { Chain = TeacherChain.Explicit(0.5) }, "another session", "Chain was ");
        Refused(Plain with { Scorer = Saliency.Magnitude() }, "Scorer was ");
        RefusedBy(Plain, Own(TinyNet.Seeded(seed: 99)), null, ["the model's weights was "]);
        RefusedBy(Plain, TrainedNet(), session =>
            optim.AdamW(session.Parameters()), ["the state of the optimizer SGD, but this one is AdamW"]);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^100]);
        Refused(Plain, path, "not a whole safetensors file");
        using (HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { Checkpoint = new(path + ".run") { Keep = true } })) { }
        File.Move(path + ".run", path, overwrite: true);
        Refused(Plain, "no checkpoint of a session");
        Assert.Contains(
            "no checkpoint of a session", Assert.Throws<InvalidDataException>(() => SessionCheckpoint.ReadNotes(path)).Message,
            StringComparison.Ordinal);

        void Refused(SessionOptions options, params string[] says) => RefusedBy(options, TrainedNet(), null, says);

        void RefusedBy(SessionOptions options, TinyNet net, Func<PruningSession, OptimizerHelper>? make, string[] says)
        {
            using var loop = new Loop(net, TrainSet, options, make);
            loop.Score();
            loop.Session.UpdateMasks(0.5);
            var before = State(loop.Session);
            InvalidDataException? failure = null;
            LiveTensors.AssertNoneLeft(
                () => failure = Assert.Throws<InvalidDataException>(() => SessionCheckpoint.Restore(path, loop.Session, loop.Optimizer)));
            foreach (var words in says) Assert.Contains(words, failure!.Message, StringComparison.Ordinal);
            Assert.Equal(before, State(loop.Session));
        }
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        var path = TemporaryFile("loop.checkpoint");
        var net = TrainedNet();
        using var loop = new Loop(net, TrainSet, Plain);
        using var stranger = optim.SGD(net.parameters(), 0.1);
        Assert.Throws<ArgumentException>("optimizer", () => SessionCheckpoint.Save(path, loop.Session, stranger));
        Assert.Throws<ArgumentException>("path", () => SessionCheckpoint.Save("", loop.Session));
        foreach (var (key, length) in new[] { ("long", 17 << 20), (new string('k', 70_000), 1) })
        {
            var notes = new Dictionary<string, string> { [key] = new string('x', length) };
            Assert.Throws<ArgumentException>("notes", () => SessionCheckpoint.Save(path, loop.Session, notes: notes));
        }
        Assert.Throws<ArgumentNullException>("session", () => SessionCheckpoint.Save(path, null!));
        Assert.False(File.Exists(path));
        SessionCheckpoint.Save(path, loop.Session);
        Assert.Throws<ArgumentException>("optimizer", () => SessionCheckpoint.Restore(path, loop.Session, stranger));
        loop.Session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => SessionCheckpoint.Save(path, loop.Session));
        Assert.Throws<ObjectDisposedException>(() => SessionCheckpoint.Restore(path, loop.Session));
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        var path = TemporaryFile("loop.checkpoint");
        using var loop = new Loop(TrainedNet(), TrainSet, Plain);
        loop.Score();
        loop.Train(0, 3);
        LiveTensors.AssertNoneLeft(() => SessionCheckpoint.Save(path, loop.Session, loop.Optimizer));
        LiveTensors.AssertNoneLeft(() => SessionCheckpoint.Restore(path, loop.Session));
    }

    /// <summary>Weights, statistics, scores and masks.</summary>
    private static string[] State(PruningSession session)
    {
        using var scope = NewDisposeScope();
        return SessionTensors.Of(session)
            .Concat(SessionTensors.Masks(session))
            .Select(t => $"{t.Name} {Convert.ToBase64String(TensorAssert.Bits(t.Tensor))}")
            .ToArray();
    }

    /// <summary>Trains with masks that shrink over twelve steps.</summary>
    private sealed class Loop : IDisposable
    {
        private readonly Patterns _data;

        public Loop(TinyNet model, Patterns data, SessionOptions options, Func<PruningSession, OptimizerHelper>? optimizer = null)
        {
            _data = data;
            Session = HierarchicalPruner.Start(model, data.Inputs[..4], options);
            Optimizer = optimizer?.Invoke(Session) ?? optim.SGD(Session.Parameters(), 0.02, momentum: 0.9, nesterov: true);
        }

        public PruningSession Session { get; }

        public OptimizerHelper Optimizer { get; }

        public void Score()
        {
            foreach (var (x, y) in _data.Batches(32, 3)) Session.ScoreOriginal(x, y);
        }

        public void Train(int from, int to)
        {
            var step = 0;
            foreach (var (x, y) in Enumerable.Range(0, 5)
                .SelectMany(epoch => new TensorBatches(_data.Inputs, _data.Labels, 32, shuffleSeed: 3).Epoch(epoch)))
            {
                if (step++ < from || step > to) continue;
                using var scope = NewDisposeScope();
                if (step % 2 == 1) Session.UpdateMasks(Math.Min(1, step / 12.0));
                Session.ZeroGrad();
                Session.Backward(x, y);
                Optimizer.step();
            }
        }

        public void Dispose()
        {
            Optimizer.Dispose();
            Session.Dispose();
        }
    }
}
