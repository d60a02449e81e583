using HierKD.Tests.Run;

namespace HierKD.Tests.Checkpoints;

/// <summary>A run that was interrupted and goes on ends as if it had not been interrupted.</summary>
public sealed class ResumeTests : ResumeTest
{
    public static TheoryData<PruningPhase, int> Interruptions => new()
    {
        { PruningPhase.Joint, 2 },
        { PruningPhase.Joint, 3 },
        { PruningPhase.FixedMasks, 1 },
        { PruningPhase.FixedMasks, 2 },
        { PruningPhase.FineTune, 1 },
        { PruningPhase.FineTune, 3 },
    };

    [Theory]
    [MemberData(nameof(Interruptions))]
    public void A_resumed_run_gives_the_same_bits(PruningPhase phase, int epoch) => RequireSame(Everything, (phase, epoch));

    [Theory]
    [MemberData(nameof(Interruptions))]
    public void So_it_does_with_accumulated_squares_cascaded_scores_and_masked_execution(PruningPhase phase, int epoch) => RequireSame(
        Everything with
        {
            Scorer = Saliency.CascadedGate(ScoreAccumulation.RmsProp(), signed: true),
            Execution =
            LevelExecution.Masked,
            Private = PrivateParts.None
        }, (phase, epoch));

    [Theory]
    [MemberData(nameof(Interruptions))]
    public void So_it_does_with_drawn_levels_and_another_optimizer(PruningPhase phase, int epoch) => RequireSame(
        Everything with
        {
            Sampling = LevelSampling.Sandwich(),
            MemoryFormat = MemoryFormat.ChannelsLast,
            Distillation = new() { Teacher = LevelTeacher.Mean },
            Training = Everything.Training with
            {
                Optimizer =
                (parameters, rate) => optim.AdamW(parameters, rate / 10),
                FineTuning = Everything.Training.FineTuning with { Teacher = FineTuneTeacher.Ensemble },
            },
        }, (phase, epoch));

    [Fact]
    public void A_run_goes_on_from_its_last_epoch_and_not_from_its_beginning()
    {
        var options = Everything with { Checkpoint = new(TemporaryFile("run.checkpoint")) };
        Interrupt(options, PruningPhase.FixedMasks, 2);
        var recorder = new Recorder();
        using var result = HierarchicalPruner.Run(Model(), Data(), options, recorder);
        Assert.Equal((PruningPhase.FixedMasks, 2, 1), (recorder.Reports[0].Phase, recorder.Reports[0].Epoch, recorder.Reports[0].Step));
    }

    [Fact]
    public void The_resumed_run_reports_what_the_whole_one_would()
    {
        var whole = new Recorder();
        using (HierarchicalPruner.Run(Model(), Data(), Everything, whole)) { }
        var options = Everything with { Checkpoint = new(TemporaryFile("run.checkpoint")) };
        Interrupt(options, PruningPhase.FineTune, 2);
        var resumed = new Recorder();
        using (HierarchicalPruner.Run(Model(), Data(), options, resumed)) { }
        Assert.Equal(whole.Reports.TakeLast(resumed.Reports.Count).Select(Text), resumed.Reports.Select(Text));

        static string Text(PruningProgress p) =>
            $"{p.Phase} {p.Epoch}/{p.Epochs} {p.Step}/{p.Steps} {string.Join(",", p.Losses)} {string.Join(",", p.Metrics)} {p.Teacher}";
    }

    [Fact]
    public void The_end_of_the_joint_phase_can_be_the_start_of_several_ways_to_fine_tune()
    {
        var path = TemporaryFile("run.checkpoint");
        var joint = Everything with
        {
            Training = Everything.Training with { FineTuning = Everything.Training.FineTuning with { Epochs = 0 } },
            Checkpoint = new(path) { Keep = true }
        };
        using (HierarchicalPruner.Run(Model(), Data(), joint)) { }
        foreach (var teacher in new[] { FineTuneTeacher.None, FineTuneTeacher.Original })
        {
            var fork = TemporaryFile($"{teacher}.checkpoint");
            File.Copy(path, fork);
            var options = Everything with
            {
                Training =
                Everything.Training with { FineTuning = Everything.Training.FineTuning with { Teacher = teacher } }
            };
            Assert.Equal(Prune(options).Student, Prune(options with { Checkpoint = new(fork) }).Student);
        }
    }
}
