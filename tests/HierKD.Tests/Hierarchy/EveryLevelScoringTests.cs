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
            var expected = Enumerable.Range(0, group.Filters).Select(f => 48f + (assistant[group][f] ? 17 : 0) + (student[group][f] ? 10 : 0)).ToArray();
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
        foreach (var group in session.Graph.Groups) Assert.Equal(Enumerable.Range(0, group.Filters / 2), session.Student.Mask.KeptFilters(group));
        scorer.Turned = true;
        session.Backward(model.X, model.Y);
        session.UpdateMasks();
        foreach (var group in session.Graph.Groups) Assert.Equal(Enumerable.Range(group.Filters / 2, group.Filters / 2), session.Student.Mask.KeptFilters(group));
    }

    [Fact]
    public void The_shared_gate_is_the_mean_of_all_levels_gates()
    {
        using var model = new SessionModel(ScalarType.Float64);
        var average = ScoreAccumulation.Sgd(1);
        float[][] Scores(ISaliencyScorer scorer, bool masks)
        {
            using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0), Scorer = scorer });
            if (masks) session.ScoreOriginal(model.X, model.Y);
            if (masks) session.UpdateMasks();
            var before = session.Graph.Groups.Select(g => session.Student.Scores.Read(FilterMask.Full(session.Graph))[g].ToArray()).ToArray();
            session.Backward(model.X, model.Y);
            return session.Graph.Groups.Select((g, i) => session.Student.Scores.Read(FilterMask.Full(session.Graph))[g].Zip(before[i], (a, b) => a - b).ToArray()).ToArray();
        }
        // Before there are masks both levels are the whole network and its gates count twice.
        var (own, shared) = (Scores(Saliency.GateGradient(average), masks: false), Scores(Saliency.SharedGate(average), masks: false));
        Assert.All(own.Zip(shared), pair => Assert.All(pair.First.Zip(pair.Second), s => Assert.InRange(s.Second - s.First, 0.2 * s.First, 5 * s.First)));
        // With masks the student's own pass says nothing of what it has off, the largest level's does.
        Assert.Contains(Scores(Saliency.GateGradient(average), masks: true).SelectMany(s => s), s => s == 0);
        Assert.DoesNotContain(Scores(Saliency.SharedGate(average), masks: true).SelectMany(s => s), s => s == 0);
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
