namespace HierKD.Tests.Checkpoints;

/// <summary>Runs that train levels after one another, interrupted in the middle of each.</summary>
public sealed class ResumeLevelsTests : ResumeTest
{
    private static readonly PruningOptions Family = Everything with
    {
        Training = Everything.Training with { Levels = LevelTraining.Family },
    };

    private static readonly PruningOptions InTurn = Everything with
    {
        Training = Everything.Training with { Levels = LevelTraining.InTurn },
    };

    [Theory]
    [InlineData("student", PruningPhase.Joint, 2)]
    [InlineData("largest", PruningPhase.FineTune, 1)]
    [InlineData("largest", PruningPhase.FineTune, 3)]
    [InlineData("assistant 1", PruningPhase.FineTune, 1)]
    [InlineData("assistant 1", PruningPhase.FineTune, 2)]
    [InlineData("student", PruningPhase.FineTune, 3)]
    public void A_resumed_family_has_the_same_bits(string level, PruningPhase phase, int epoch) =>
        RequireSame(Family, (level, phase, epoch));

    [Theory]
    [InlineData("largest", PruningPhase.Joint, 2)]
    [InlineData("largest", PruningPhase.FineTune, 2)]
    [InlineData("assistant 1", PruningPhase.Joint, 1)]
    [InlineData("assistant 1", PruningPhase.Joint, 3)]
    [InlineData("assistant 1", PruningPhase.FixedMasks, 2)]
    [InlineData("student", PruningPhase.Joint, 2)]
    [InlineData("student", PruningPhase.FineTune, 3)]
    public void So_have_levels_in_turn(string level, PruningPhase phase, int epoch) => RequireSame(InTurn, (level, phase, epoch));

    [Fact]
    public void Several_interruptions()
    {
        RequireSame(Family, ("largest", PruningPhase.FineTune, 2), ("assistant 1", PruningPhase.FineTune, 3));
        RequireSame(
            InTurn, ("largest", PruningPhase.FineTune, 3), ("assistant 1", PruningPhase.FineTune, 2),
            ("student", PruningPhase.FixedMasks, 1));
    }

    [Theory]
    [InlineData(LevelTraining.Family)]
    [InlineData(LevelTraining.InTurn)]
    public void A_budget_is_shared_out_in_the_same_way(LevelTraining levels) => RequireSame(
        Everything with { Training = Everything.Training with { Levels = levels, MultiplyAddBudget = 2.5e8 } },
        ("largest", PruningPhase.FineTune, 2), ("student", PruningPhase.FineTune, 2));

    [Theory]
    [InlineData(LevelTraining.Family)]
    [InlineData(LevelTraining.InTurn)]
    public void A_complete_run_gives_its_result_from_the_checkpoint(LevelTraining levels)
    {
        var options = Everything with
        {
            Training = Everything.Training with { Levels = levels },
            Checkpoint = new(TemporaryFile("run.checkpoint")),
        };
        HierarchicalPruner.Run(Model(), Source(), options).Dispose();
        File.SetAttributes(options.Checkpoint.Path, FileAttributes.ReadOnly);
        var recorder = new Run.Recorder();
        HierarchicalPruner.Run(Model(), Source(), options, recorder).Dispose();
        Assert.Empty(recorder.Reports);
        RequireSameBits(options with { Checkpoint = null }, options);
    }

    [Fact]
    public void The_checkpoint_of_another_order_is_refused()
    {
        var options = Family with { Checkpoint = new(TemporaryFile("run.checkpoint")) };
        Interrupt(options, PruningPhase.FineTune, 2, "assistant 1");
        foreach (var other in (LevelTraining[])[LevelTraining.Student, LevelTraining.InTurn])
        {
            var failure = Assert.Throws<InvalidDataException>(() =>
                HierarchicalPruner.Run(Model(), Source(), options with { Training = options.Training with { Levels = other } }));
            Assert.Contains($"Levels was Family, now {other}", failure.Message);
        }
        // Before fine-tuning it is all the same whose turn it will be.
        var joint = options with { Checkpoint = new(TemporaryFile("joint.checkpoint")) };
        Interrupt(joint, PruningPhase.FixedMasks, 2);
        RequireSameBits(Everything, joint with { Training = Everything.Training });
    }

    [Fact]
    public void A_stage_that_has_begun_keeps_to_what_the_stages_before_were_told()
    {
        var options = InTurn with { Checkpoint = new(TemporaryFile("run.checkpoint")) };
        Interrupt(options, PruningPhase.Joint, 2, "assistant 1");
        var other = options with { Training = options.Training with { FineTuning = options.Training.FineTuning with { Epochs = 2 } } };
        var failure = Assert.Throws<InvalidDataException>(() => HierarchicalPruner.Run(Model(), Source(), other));
        Assert.Contains("FineTuning.Epochs was 3, now 2", failure.Message);
    }
}
