using System.Globalization;
using HierKD.Tests.Run;

namespace HierKD.Tests.Checkpoints;

/// <summary>Other ways for a run to end than being cancelled, and what is found when it is started again.</summary>
public sealed class InterruptionTests : ResumeTest
{
    [Theory]
    [InlineData(5)]
    [InlineData(14)]
    [InlineData(30)]
    public void A_run_that_failed_goes_on_as_well(int report)
    {
        var options = Everything with { Checkpoint = new(TemporaryFile("run.checkpoint")) };
        var (net, fuse) = (Model(), new Fuse(report));
        var before = ModelBits.Of(net);
        Assert.Throws<FuseException>(() => HierarchicalPruner.Run(net, Source(), options, new Recorder(_ => fuse.Burn())));
        Assert.Equal(before, ModelBits.Of(net));
        Assert.True(File.Exists(options.Checkpoint.Path));
        RequireSameBits(Everything, options);
    }

    [Fact]
    public void A_run_that_ends_before_its_first_epoch_leaves_no_file_and_says_nothing_of_one()
    {
        var options = Everything with { Checkpoint = new(TemporaryFile("run.checkpoint")) };
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(
            () => HierarchicalPruner.Run(Model(), Source(), options, new Recorder(_ => source.Cancel()), cancellationToken: source.Token));
        Assert.False(File.Exists(options.Checkpoint.Path));
    }

    [Fact]
    public void A_complete_run_that_is_started_again_trains_no_more()
    {
        var options = Everything with { Checkpoint = new(TemporaryFile("run.checkpoint")) { Keep = true } };
        var (student, _, said) = Prune(options);
        var (net, recorder) = (Model(), new Recorder());
        using var result = HierarchicalPruner.Run(net, Source(), options, recorder);
        Assert.Empty(recorder.Reports);
        Assert.Equal(student, ModelBits.Of(net));
        Assert.Equal(said, Said(result.Report));
    }

    [Fact]
    public void What_is_trained_is_not_lost_where_numbers_are_written_in_another_way()
    {
        var (culture, options) = (CultureInfo.CurrentCulture, Everything with { Checkpoint = new(TemporaryFile("run.checkpoint")) });
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            Interrupt(options, PruningPhase.Joint, 2);
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            Interrupt(options, PruningPhase.FixedMasks, 2);
            Assert.Same(comma, CultureInfo.CurrentCulture);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Another_kind_of_optimizer_is_refused_by_name()
    {
        var options = Everything with { Checkpoint = new(TemporaryFile("run.checkpoint")) };
        Interrupt(options, PruningPhase.Joint, 2);
        var (net, before) = (Model(), ModelBits.Of(Model()));
        var other = options with { Training = options.Training with { Optimizer = (parameters, rate) => optim.AdamW(parameters, rate) } };
        InvalidDataException? failure = null;
        LiveTensors.AssertNoneLeft(() => failure = Assert.Throws<InvalidDataException>(() => HierarchicalPruner.Run(net, Source(), other)));
        Assert.Contains("optimizer SGD, but this one is AdamW", failure!.Message, StringComparison.Ordinal);
        Assert.Equal(before, ModelBits.Of(net));
        Assert.True(File.Exists(options.Checkpoint.Path));
    }

    [Fact]
    public void A_folder_in_place_of_the_file_is_named_before_anything_is_trained()
    {
        var folder = Path.GetDirectoryName(TemporaryFile("run.checkpoint"))!;
        var failure = Assert.Throws<ArgumentException>(
            "Path", () => HierarchicalPruner.Run(Model(), Source(), Everything with { Checkpoint = new(folder) }));
        Assert.Contains($"'{folder}', which is a folder", failure.Message, StringComparison.Ordinal);
    }
}
