namespace HierKD.Tests;

/// <summary>Levels that select among all filters, by scores of their own.</summary>
public sealed class FreeMaskTests : ScopedTest
{
    private static readonly SessionOptions Options = new() { Chain = TeacherChain.Explicit(0.5, 0.25, 0), Pruner = Pruner.PerLayer() };

    [Theory]
    [InlineData(LevelExecution.Slim)]
    [InlineData(LevelExecution.Masked)]
    public void Each_level_keeps_its_own_best_filters(LevelExecution execution)
    {
        using var model = new SessionModel();
        using var free = model.Start(Options with { Scorer = new Opposite(), NestedMasks = false, Execution = execution });
        free.Backward(model.X, model.Y);
        free.UpdateMasks();
        // Of 6, 8 and 10 filters an assistant keeps the last three quarters, the student the first half.
        Assert.Equal(["2,3,4,5", "2,3,4,5,6,7", "2,3,4,5,6,7,8,9"], Kept(free, 1));
        Assert.Equal(["0,1,2", "0,1,2,3", "0,1,2,3,4"], Kept(free, 0));
        Assert.False(free.Student.Mask.IsWithin(free.Levels[1].Mask));
        Assert.Equal(24, free.Levels[2].Mask.Kept);
    }

    [Fact]
    public void Unless_told_levels_are_computed_so_that_every_filter_that_may_come_back_is_scored()
    {
        Assert.Equal(LevelExecution.Slim, new SessionOptions().Execution);
        Assert.Equal(LevelExecution.Masked, new SessionOptions { NestedMasks = false }.Execution);
        Assert.Equal(LevelExecution.Slim, (new SessionOptions { NestedMasks = false } with { NestedMasks = true }).Execution);
        Assert.Equal(LevelExecution.Slim, new SessionOptions { NestedMasks = false, Execution = LevelExecution.Slim }.Execution);
        Assert.Equal(LevelExecution.Masked, new SessionOptions { Execution = LevelExecution.Masked }.Execution);
    }

    [Fact]
    public void Nested_ones_keep_the_best_of_their_teachers()
    {
        using var model = new SessionModel();
        using var nested = model.Start(Options with { Scorer = new Opposite() });
        nested.Backward(model.X, model.Y);
        nested.UpdateMasks();
        Assert.Equal(["2,3,4,5", "2,3,4,5,6,7", "2,3,4,5,6,7,8,9"], Kept(nested, 1));
        Assert.Equal(["2,3,4", "2,3,4,5", "2,3,4,5,6"], Kept(nested, 0));
    }

    [Theory]
    [InlineData(PrivateParts.None)]
    [InlineData(PrivateParts.All)]
    public void Slim_and_masked_execution_give_the_same_losses_and_gradients(PrivateParts parts)
    {
        var (slim, masked) = (Run(LevelExecution.Slim), Run(LevelExecution.Masked));
        TensorAssert.Close(masked.Losses, slim.Losses, 1e-10);
        Assert.Equal(masked.Gradients.Length, slim.Gradients.Length);
        foreach (var (expected, actual) in masked.Gradients.Zip(slim.Gradients)) TensorAssert.Close(expected, actual, 1e-10);

        (double[] Losses, double[][] Gradients) Run(LevelExecution execution)
        {
            using var model = new SessionModel(ScalarType.Float64);
            using var session =
                model.Start(Options with { Scorer = new Opposite(), NestedMasks = false, Private = parts, Execution = execution });
            session.Backward(model.X, model.Y);
            session.UpdateMasks();
            session.ZeroGrad();
            var losses = session.Backward(model.X, model.Y).SelectMany(l => new[] { l.Task, l.Distillation, l.Total }).ToArray();
            return (losses, session.Parameters().Select(p => p.grad is { } g ? TensorAssert.Values(g) : new double[p.numel()]).ToArray());
        }
    }

    [Theory]
    [InlineData(LevelExecution.Slim)]
    [InlineData(LevelExecution.Masked)]
    public void In_slim_execution_a_filter_that_is_off_in_the_teacher_keeps_its_score(LevelExecution execution)
    {
        using var model = new SessionModel();
        using var session = model.Start(
            Options with { Scorer = new Opposite { Source = GradientSource.Teacher }, NestedMasks = false, Execution = execution });
        session.Backward(model.X, model.Y);
        session.UpdateMasks();
        var group = session.Graph.Groups[0];
        var teacher = session.Levels[1].Mask[group];
        Assert.Contains(Enumerable.Range(0, group.Filters), f => session.Student.Mask[group][f] && !teacher[f]);
        var before = session.Student.Scores.Read(session.Student.Mask)[group].ToArray();
        session.Backward(model.X, model.Y);
        var now = session.Student.Scores.Read(session.Student.Mask)[group];
        // The second step's numbers are larger by a hundred.
        Assert.All(Enumerable.Range(0, group.Filters), f =>
            Assert.Equal(teacher[f] || execution == LevelExecution.Masked, now[f] > before[f] + 50));
    }

    private static IEnumerable<string> Kept(PruningSession session, int level) =>
        session.Graph.Groups.Select(g => string.Join(",", session.Levels[level].Mask.KeptFilters(g)));

    /// <summary>Scores that rise with the filter's number for one level and fall for the other; larger in every step.</summary>
    private sealed class Opposite : ISaliencyScorer
    {
        private int _pass;

        public GradientSource Source { get; init; } = GradientSource.OwnLevel;

        public ScoreAccumulation Accumulation => ScoreAccumulation.MovingAverage(0);

        public Tensor Score(FilterGroup group, LevelStep step)
        {
            if (group.Index == 0) _pass++;
            var filters = tensor(step.Scored.KeptFilters(group).Select(f => (float)f).ToArray());
            return (_pass % 2 == 1 ? filters : -filters) + 100 * ((_pass + 1) / 2);
        }
    }
}
