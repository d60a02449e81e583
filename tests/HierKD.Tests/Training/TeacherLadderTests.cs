namespace HierKD.Tests.Training;

public sealed class TeacherLadderTests
{
    [Fact]
    public void A_better_student_climbs_rung_by_rung_and_never_down()
    {
        var ladder = Ladder(PruningTask.Classification(), 0.5, 0.7, 0.9);
        Assert.Equal("0", ladder.Name);
        ladder.Climb(0.5);
        Assert.Equal("0", ladder.Name);
        ladder.Climb(0.6);
        Assert.Equal("1", ladder.Name);
        ladder.Climb(0.2);
        Assert.Equal("1", ladder.Name);
        ladder.Climb(0.71);
        Assert.Equal("2", ladder.Name);
        ladder.Climb(1);
        Assert.Equal("2", ladder.Name);
    }

    [Fact]
    public void A_leap_passes_several_rungs_at_once()
    {
        var ladder = Ladder(PruningTask.Classification(), 0.5, 0.7, 0.9);
        ladder.Climb(0.8);
        Assert.Equal("2", ladder.Name);
    }

    [Fact]
    public void Where_less_is_better_a_smaller_metric_climbs()
    {
        var ladder = Ladder(PruningTask.Regression(), 0.5, 0.3);
        ladder.Climb(0.6);
        Assert.Equal("0", ladder.Name);
        ladder.Climb(0.4);
        Assert.Equal("1", ladder.Name);
    }

    [Fact]
    public void The_original_alone_teaches_from_the_start_and_for_good()
    {
        var ladder = Ladder(PruningTask.Classification(), FineTuneTeacher.Original, 0.5, 0.7, 0.9);
        Assert.Equal("2", ladder.Name);
        ladder.Climb(1);
        Assert.Equal("2", Assert.Single(ladder.Teachers).Name);
    }

    [Fact]
    public void An_ensemble_is_everyone_and_no_teacher_is_no_one()
    {
        var ensemble = Ladder(PruningTask.Classification(), FineTuneTeacher.Ensemble, 0.5, 0.7, 0.9);
        ensemble.Climb(1);
        Assert.Equal(["0", "1", "2"], ensemble.Teachers.Select(t => t.Name));
        Assert.Empty(Ladder(PruningTask.Classification(), FineTuneTeacher.None, 0.5, 0.7).Teachers);
    }

    private static TeacherLadder Ladder(PruningTask task, params double[] metrics) => Ladder(task, FineTuneTeacher.Ladder, metrics);

    private static TeacherLadder Ladder(PruningTask task, FineTuneTeacher choice, params double[] metrics) =>
        new(choice, metrics.Select((m, i) => new Teacher($"{i}", i, 1, m, IsRepeatable: true, _ => null!))
            .ToArray(), task);
}
