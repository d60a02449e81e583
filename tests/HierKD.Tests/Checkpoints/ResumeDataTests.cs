using HierKD.Tests.Run;

namespace HierKD.Tests.Checkpoints;

/// <summary>Data that cannot be counted: in the first epoch of a phase its length is not known, in a resumed one it is.</summary>
public sealed class ResumeDataTests : ResumeTest
{
    private bool _numbered = true;

    [Theory]
    [InlineData(PruningPhase.Joint, 2)]
    [InlineData(PruningPhase.Joint, 3)]
    [InlineData(PruningPhase.FixedMasks, 1)]
    [InlineData(PruningPhase.FixedMasks, 2)]
    [InlineData(PruningPhase.FineTune, 1)]
    [InlineData(PruningPhase.FineTune, 2)]
    public void Epochs_by_number(PruningPhase phase, int epoch) => RequireSame(Everything, (phase, epoch));

    [Fact]
    public void Masks_that_come_to_their_targets_after_the_last_step() =>
        RequireSame(
            Everything with { Training = Everything.Training with { Joint = Everything.Training.Joint with { Epochs = 1 } } },
            (PruningPhase.FixedMasks, 1));

    [Fact]
    public void The_same_batches_every_time()
    {
        _numbered = false;
        RequireSame(Everything, (PruningPhase.Joint, 2), (PruningPhase.FineTune, 2));
    }

    protected override PruningData Source() => new(
        _numbered ? new NumberedBatches(TrainSet.Batches(32, shuffleSeed: 3)) : TrainSet.Batches(32).Where(_ => true),
        ValidationSet.Batches(64));
}
