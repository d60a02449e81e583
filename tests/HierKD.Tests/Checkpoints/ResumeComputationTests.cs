using System.Text.Json.Nodes;
using HierKD.Tests.Run;

namespace HierKD.Tests.Checkpoints;

/// <summary>A training that was left to measure how it computes goes on as it began, whatever would be faster now.</summary>
public sealed class ResumeComputationTests : ResumeTest
{
    private static readonly PruningOptions Open =
        Everything with { MemoryFormat = MemoryFormat.Fastest, Precision = ComputePrecision.Fastest };

    // What the model of a run is watched by.
    private ComputationClock _clock = new();

    [Theory]
    [InlineData(LevelTraining.Student, PruningPhase.Joint, 2)]
    [InlineData(LevelTraining.Student, PruningPhase.FixedMasks, 2)]
    [InlineData(LevelTraining.Student, PruningPhase.FineTune, 2)]
    [InlineData(LevelTraining.Family, PruningPhase.FineTune, 2)]
    [InlineData(LevelTraining.InTurn, PruningPhase.FineTune, 3)]
    public void A_resumed_run_takes_the_same_and_gives_the_same_bits(LevelTraining levels, PruningPhase phase, int epoch)
    {
        var options = Open with { Training = Open.Training with { Levels = levels } };
        var whole = Prune(With(options, ComputationClock.Favouring(MemoryFormat.ChannelsLast, ComputePrecision.BFloat16)));
        var resumed = options with { Checkpoint = new(TemporaryFile("run.checkpoint")) };
        Interrupt(With(resumed, ComputationClock.Favouring(MemoryFormat.ChannelsLast, ComputePrecision.BFloat16)), phase, epoch);
        var other = ComputationClock.Favouring(MemoryFormat.AsGiven);
        var (student, files, said) = Prune(With(resumed, other));
        Assert.Equal(whole.Student, student);
        Assert.Equal(whole.Files, files);
        Assert.Equal(whole.Said, said);
        Assert.Equal([(MemoryFormat.ChannelsLast, ComputePrecision.BFloat16)], other.Steps.Keys);
    }

    [Fact]
    public void It_says_what_was_measured_when_it_began()
    {
        var options = Begun(MemoryFormat.ChannelsLast);
        var log = new Lines();
        using var result =
            HierarchicalPruner.Run(Model(), Data(), With(options, ComputationClock.Favouring(MemoryFormat.AsGiven)), logger: log);
        Assert.Equal(MemoryFormat.ChannelsLast, result.Report.Computation!.MemoryFormat);
        Assert.Equal([10.0, 5, 10, 10], result.Report.Computation.Candidates.Select(c => c.Step!.MedianMilliseconds));
        Assert.Single(log.Written, l => l.Text.StartsWith("Computed channels last, since a step takes 0.50", StringComparison.Ordinal));
    }

    [Fact]
    public void A_checkpoint_of_a_run_that_was_told_is_another_runs()
    {
        var options = Begun(MemoryFormat.ChannelsLast);
        Assert.Contains(
            "MemoryFormat was Fastest, now ChannelsLast", Refused(options with { MemoryFormat = MemoryFormat.ChannelsLast }).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Precision was Fastest, now AsGiven", Refused(options with { Precision = ComputePrecision.AsGiven }).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_computed_here_is_refused_at_the_door()
    {
        var options = Begun(MemoryFormat.ChannelsLast);
        var net = Model();
        // As of another device, whose libtorch knows no such order.
        ((nn.Module<Tensor, Tensor>)net.named_modules().Single(m => m.name == "features.2").module).register_forward_hook(
            (_, _, y) => y.dim() == 4 && !y.is_contiguous() ? y.view(-1) : y);
        var before = ModelBits.Of(net);
        LiveTensors.AssertNoneLeft(() =>
        {
            var told = 0;
            var failure = Assert.Throws<InvalidDataException>(
                () => HierarchicalPruner.Run(net, Data(), options, new Recorder(_ => told++)));
            Assert.StartsWith(
                $"'{options.Checkpoint!.Path}' is of a run that computed channels last, which was the fastest where it began and cannot " +
                "be computed here: go on there, or delete the file to begin anew. libtorch says: view size is not compatible",
                failure.Message, StringComparison.Ordinal);
            Assert.Equal(0, told);
        });
        Assert.Equal(before, ModelBits.Of(net));
    }

    [Fact]
    public void A_checkpoint_that_does_not_tell_is_not_whole()
    {
        var options = Begun(MemoryFormat.ChannelsLast);
        foreach (var damage in (Action<JsonObject>[])
        [
            m => m.Remove("Computation"), m => m["Computation"]!["MemoryFormat"] = 2, m => m["Computation"]!["Precision"] = 9,
            m => m["Computation"]!["Candidates"] = null, m => m["Computation"]!["Candidates"]![1] = null,
            m => m["Computation"]!["Reason"] = null,
        ])
        {
            var copy = options with { Checkpoint = new(TemporaryFile("damaged.checkpoint")) };
            DamagedCheckpointTests.Edit(options.Checkpoint!.Path, copy.Checkpoint.Path, edit: null, damage);
            Assert.Contains("its manifest does not tell how the run computes", Refused(copy).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_session_takes_what_another_has_measured()
    {
        var path = TemporaryFile("loop.checkpoint");
        using var early = Start(ComputationClock.Favouring(MemoryFormat.ChannelsLast));
        SessionCheckpoint.Save(path + ".early", early);
        Step(early);
        var choice = early.Computation!;
        SessionCheckpoint.Save(path, early);

        using var model = Model();
        var clock = ComputationClock.Favouring(MemoryFormat.AsGiven);
        using var later = HierarchicalPruner.Start(clock.Watch(model, "features.2"), TrainSet.Inputs[..4], Options(clock));
        LiveTensors.AssertNoneLeft(() => SessionCheckpoint.Restore(path, later));
        Assert.Equal($"{choice}", $"{later.Computation}");
        Step(later);
        Assert.Equal([(MemoryFormat.ChannelsLast, ComputePrecision.AsGiven)], clock.Steps.Keys);
        Assert.Equal(2, clock.Steps.Values.Sum());

        // Back to a time at which nothing had been measured.
        SessionCheckpoint.Restore(path + ".early", later);
        Assert.Null(later.Computation);
        Step(later);
        Assert.Equal(MemoryFormat.AsGiven, later.Computation!.MemoryFormat);
    }

    [Fact]
    public void A_session_that_cannot_compute_so_refuses_and_stays()
    {
        var path = TemporaryFile("loop.checkpoint");
        using (var early = Start(ComputationClock.Favouring(MemoryFormat.ChannelsLast)))
        {
            Step(early);
            SessionCheckpoint.Save(path, early);
        }
        using var net = Model();
        var strict = false;
        ((nn.Module<Tensor, Tensor>)net.named_modules().Single(m => m.name == "features.2").module).register_forward_hook(
            (_, _, y) => strict && y.dim() == 4 && !y.is_contiguous() ? y.view(-1) : y);
        using var later = HierarchicalPruner.Start(net, TrainSet.Inputs[..4], Options(new FakeClock()));
        strict = true;
        var failure = Assert.Throws<InvalidDataException>(() => SessionCheckpoint.Restore(path, later));
        Assert.Contains("is of a session that computed channels last", failure.Message, StringComparison.Ordinal);
        Assert.Null(later.Computation);
    }

    protected override nn.Module<Tensor, Tensor> Model() => _clock.Watch(Own(TinyNet.Seeded(dropout: 0.3)), "features.2");

    private static SessionOptions Options(TimeProvider clock) => new()
    {
        Chain = TeacherChain.Explicit(0.6, 0.3),
        MemoryFormat = MemoryFormat.Fastest,
        Clock = clock,
    };

    private PruningSession Start(ComputationClock clock) =>
        HierarchicalPruner.Start(clock.Watch(Own(TinyNet.Seeded(dropout: 0.3)), "features.2"), TrainSet.Inputs[..4], Options(clock));

    private void Step(PruningSession session)
    {
        session.ZeroGrad();
        session.Backward(TrainSet.Inputs[..32], TrainSet.Labels[..32]);
    }

    private PruningOptions With(PruningOptions options, ComputationClock clock) => options with { Clock = _clock = clock };

    /// <summary>A run that has begun, with a checkpoint.</summary>
    private PruningOptions Begun(MemoryFormat format)
    {
        var options = Open with { Checkpoint = new(TemporaryFile("run.checkpoint")) };
        Interrupt(With(options, ComputationClock.Favouring(format)), PruningPhase.Joint, 2);
        return options with { Clock = _clock = ComputationClock.Favouring(MemoryFormat.AsGiven) };
    }

    private InvalidDataException Refused(PruningOptions options)
    {
        var net = Model();
        var before = ModelBits.Of(net);
        var failure = Assert.Throws<InvalidDataException>(() => HierarchicalPruner.Run(net, Data(), options));
        Assert.Equal(before, ModelBits.Of(net));
        return failure;
    }
}
