using HierKD.Tests.Run;

namespace HierKD.Tests.Checkpoints;

/// <summary>Tests of runs that are interrupted and go on.</summary>
public abstract class ResumeTest : RunTest
{
    /// <summary>All phases, masks that are chosen in every step, and what fine-tuning remembers.</summary>
    protected static PruningOptions Everything { get; } = Quick with
    {
        Training = Quick.Training with
        {
            Joint = Quick.Training.Joint with { Epochs = 3, FixedMaskEpochs = 2, MaskInterval = 1 },
            FineTuning = Quick.Training.FineTuning with { Epochs = 3, WeightAverage = 0.8, Patience = 3 },
        },
    };

    /// <summary>A new model with the same weights each time. Dropout draws random numbers in every step.</summary>
    protected virtual nn.Module<Tensor, Tensor> Model() => Own(TinyNet.Seeded(dropout: 0.3));

    /// <summary>New batches each time.</summary>
    protected virtual PruningData Source() => Data();

    /// <summary>Requires that a run that is cancelled in an epoch and goes on gives the bits of one that is not.</summary>
    protected void RequireSame(PruningOptions options, params (PruningPhase Phase, int Epoch)[] interruptions)
    {
        ArgumentNullException.ThrowIfNull(interruptions);
        RequireSame(options, [.. interruptions.Select(i => ((string?)null, i.Phase, i.Epoch))]);
    }

    /// <summary>The same, for runs that train levels after one another, in the epoch of a level.</summary>
    protected void RequireSame(PruningOptions options, params (string? Level, PruningPhase Phase, int Epoch)[] interruptions)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(interruptions);
        var resumed = options with { Checkpoint = new(TemporaryFile("run.checkpoint")) };
        foreach (var (level, phase, epoch) in interruptions) Interrupt(resumed, phase, epoch, level);
        RequireSameBits(options, resumed);
        Assert.False(File.Exists(resumed.Checkpoint.Path));
    }

    /// <summary>Requires that two runs give the same bits.</summary>
    protected void RequireSameBits(PruningOptions expected, PruningOptions actual)
    {
        var (student, files, said) = Prune(expected);
        // Whatever happened to torch's generator in between.
        manual_seed(12345);
        var (otherStudent, otherFiles, otherSaid) = Prune(actual);
        Assert.Equal(student, otherStudent);
        Assert.Equal(files, otherFiles);
        Assert.Equal(said, otherSaid);
    }

    /// <summary>Cancels in the middle of an epoch.</summary>
    protected void Interrupt(PruningOptions options, PruningPhase phase, int epoch, string? level = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var source = new CancellationTokenSource();
        var stop = new Recorder(p =>
        {
            var isThere = level is null || p.Losses.Any(loss => loss.Level == level);
            if (isThere && (p.Phase, p.Epoch, p.Step) == (phase, epoch, 2)) source.Cancel();
        });
        var net = Model();
        var before = ModelBits.Of(net);
        var failure = Assert.Throws<PruningCanceledException>(
            () => HierarchicalPruner.Run(net, Source(), options, stop, cancellationToken: source.Token));
        Assert.Equal((options.Checkpoint!.Path, source.Token), (failure.CheckpointPath, failure.CancellationToken));
        Assert.Contains(failure.CheckpointPath, failure.Message);
        Assert.Equal(before, ModelBits.Of(net));
    }

    /// <summary>The student, every level's file, and what the report says but for times.</summary>
    protected (IReadOnlyDictionary<string, byte[]> Student, IReadOnlyList<byte[]> Files, string Said) Prune(PruningOptions options)
    {
        var net = Model();
        using var result = HierarchicalPruner.Run(net, Source(), options);
        var files = result.Levels.Select(level =>
        {
            var path = TemporaryFile("level.hierkd");
            result.Save(path, level);
            return File.ReadAllBytes(path);
        }).ToArray();
        return (ModelBits.Of(net), files, Said(result.Report));
    }

    /// <summary>What a report says that does not depend on times.</summary>
    protected static string Said(PruningReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var noTime = new Latency(0, 0, 0, 0);
        return string.Join("\n",
        [
            $"{report.TrainingMultiplyAdds}",
            .. report.Lines.Select(l => $"{l with { Latency = noTime }}"),
            .. report.History.Select(e => $"{e.Phase} {e.Epoch} {e.Teacher} {string.Join(",", e.Metrics)}"),
            .. report.Scores.Select(s => $"{s.Level} {string.Join(",", s.Edges)} {string.Join(",", s.Kept)} {string.Join(",", s.Removed)}"),
            .. report.Layers.Select(l => $"{l.Layer} {l.Kind} {l.Filters} {string.Join(",", l.Kept)}"),
            .. report.Settings.Where(s => s.Name != nameof(PruningOptions.Checkpoint)).Select(s => $"{s}"),
        ]);
    }
}
