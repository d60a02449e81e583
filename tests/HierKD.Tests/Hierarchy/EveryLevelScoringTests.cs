namespace HierKD.Tests;

/// <summary>Scores to which every level's pass adds (<see cref="GradientSource.EveryLevel"/>).</summary>
public sealed class EveryLevelScoringTests : ScopedTest
{
    [Fact]
    public void Each_pass_adds_to_every_pruned_levels_scores()
    {
        using var model = new SessionModel();
        var scorer = new RecordingScorer(GradientSource.EveryLevel) { Accumulation = ScoreAccumulation.Sgd(1) };
        using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0.3, 0), Scorer = scorer });
        session.ScoreOriginal(model.X, model.Y);
        session.UpdateMasks();
        scorer.Calls.Clear();
        session.Backward(model.X, model.Y);

        Assert.Equal([24, 17, 10], scorer.Calls.Select(c => c.Kept).Distinct());
        Assert.Equal(3 * session.Graph.Groups.Count, scorer.Calls.Count);
        var (student, assistant) = (session.Levels[0].Mask, session.Levels[1].Mask);
        foreach (var group in session.Graph.Groups)
        {
            // 24 of the original's pass and 24 of the largest level's; then what the smaller ones say of the filters that they have.
            var expected = Enumerable.Range(0, group.Filters)
                .Select(f => 48f + (assistant[group][f] ? 17 : 0) + (student[group][f] ? 10 : 0))
                .ToArray();
            foreach (var level in session.Levels.Take(2)) Assert.Equal(expected, level.Scores.Read(FilterMask.Full(session.Graph))[group]);
            // Nothing is removed of the largest level; nobody asks for its scores. The original's pass adds to every level.
            Assert.All(session.Levels[2].Scores.Read(FilterMask.Full(session.Graph))[group], s => Assert.Equal(24f, s));
        }
    }

    [Fact]
    public void So_a_filter_that_a_level_has_off_is_scored_by_the_larger_ones_and_can_come_back()
    {
        using var model = new SessionModel();
        var scorer = new Turning();
        using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.5, 0), Scorer = scorer, Pruner = Pruner.PerLayer() });
        session.ScoreOriginal(model.X, model.Y);
        session.UpdateMasks();
        foreach (var group in session.Graph.Groups)
        {
            Assert.Equal(Enumerable.Range(0, group.Filters / 2), session.Student.Mask.KeptFilters(group));
        }
        scorer.Turned = true;
        session.Backward(model.X, model.Y);
        session.UpdateMasks();
        foreach (var group in session.Graph.Groups)
        {
            Assert.Equal(Enumerable.Range(group.Filters / 2, group.Filters / 2), session.Student.Mask.KeptFilters(group));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_shared_gate_adds_the_teachers_pass_to_the_own_one(bool masks)
    {
        using var model = new SessionModel(ScalarType.Float64);
        var sum = ScoreAccumulation.Sgd(1);
        var (own, cascaded, shared) =
            (Scores(Saliency.GateGradient(sum)), Scores(Saliency.CascadedGate(sum)), Scores(Saliency.SharedGate(sum)));
        TensorAssert.Close(own.Zip(cascaded, (a, b) => a + b).ToArray(), shared, 1e-5);
        // With masks the student's own pass says nothing of what it has off; the largest level's does, unless the filter never fires.
        Assert.Equal(masks, own.Count(s => s == 0) > shared.Count(s => s == 0));

        double[] Scores(ISaliencyScorer scorer)
        {
            using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0), Scorer = scorer });
            if (masks)
            {
                session.ScoreOriginal(model.X, model.Y);
                session.UpdateMasks();
            }
            var before = Read(session);
            session.Backward(model.X, model.Y);
            return Read(session).Zip(before, (after, start) => after - start).ToArray();
        }

        static double[] Read(PruningSession session) =>
            session.Graph.Groups
                .SelectMany(g => session.Student.Scores.Read(FilterMask.Full(session.Graph))[g])
                .Select(s => (double)s)
                .ToArray();
    }

    /// <summary>First the first filters matter most, then the last.</summary>
    private sealed class Turning : ISaliencyScorer
    {
        public bool Turned { get; set; }

        public GradientSource Source => GradientSource.EveryLevel;

        public ScoreAccumulation Accumulation => ScoreAccumulation.Latest;

        public Tensor Score(FilterGroup group, LevelStep step) =>
            tensor(step.Scored.KeptFilters(group).Select(f => (float)(Turned ? f + 1 : group.Filters - f)).ToArray());
    }
}
