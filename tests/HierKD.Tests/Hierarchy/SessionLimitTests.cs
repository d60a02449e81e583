namespace HierKD.Tests;

/// <summary>Limits on parts of a model that has 6 and 8 removable filters in its features and 10 behind them.</summary>
public sealed class SessionLimitTests : ScopedTest
{
    public static TheoryData<string> Pruners => new(Known.Keys);

    private static readonly Dictionary<string, IPruner> Known = new()
    {
        ["global"] = Pruner.GlobalThreshold(),
        ["per layer"] = Pruner.PerLayer(),
        ["rounded"] = Pruner.Rounded(Pruner.PerLayer(), 2),
        ["own"] = new LowestFirst(),
    };

    private static readonly PartLimit[] Limits =
        [new("features") { LargestRatio = 0.3 }, new("features.*") { MinimumFilters = 3 }, new("**") { MinimumFraction = 0.15 }];

    [Theory]
    [MemberData(nameof(Pruners))]
    public void Every_level_stays_within_them_at_every_update(string pruner)
    {
        foreach (var measure in new[] { Measure.Filters, Measure.Parameters, Measure.MultiplyAdds })
        {
            using var model = new SessionModel();
            var student = measure == Measure.MultiplyAdds ? 0.12 : 0.45;
            using var session = model.Start(
                new() { Chain = TeacherChain.Explicit(student, student / 2, 0).Of(measure), Limits = Limits, Pruner = Known[pruner] });
            foreach (var fraction in new[] { 0.3, 0.6, 1 })
            {
                session.Backward(model.X, model.Y);
                session.UpdateMasks(fraction);
                Assert.All(session.Levels, level => LimitPropertyTests.RequireWithin(Limits, level.Mask));
                Assert.True(session.Levels[0].Mask.IsWithin(session.Levels[1].Mask));
            }
            var cost = RelativeCost.Of(measure, session.Graph, _ => throw new NotSupportedException());
            Assert.True(cost(session.Student.Mask) <= Math.Round(24 * (1 - student)) / 24 + 1e-9 || measure != Measure.Filters);
            if (measure != Measure.Filters) Assert.True(cost(session.Student.Mask) <= 1 - student + 1e-9);
        }
    }

    [Fact]
    public void The_rest_of_the_model_loses_so_much_more()
    {
        using var model = new SessionModel();
        using var session = model.Start(new()
        {
            Chain = TeacherChain.Explicit(0.4, 0.2),
            Pruner = Pruner.PerLayer(),
            Limits = [new("features") { LargestRatio = 0.2 }],
        });
        session.Backward(model.X, model.Y);
        session.UpdateMasks();
        // Without the limit 4, 5 and 6. With it 2 of the features' 14 go, and 10 of 24 in all.
        Assert.Equal(14, session.Student.Mask.Kept);
        Assert.Equal(2, BudgetGraphs.Widths(session.Student.Mask)[2]);
    }

    [Theory]
    [InlineData(Measure.Filters, 0.5, "is 0.416.", "0.75 could be reached")]
    [InlineData(Measure.Parameters, 0.7, "0.7 of the parameters", "0.8 could be reached")]
    public void What_they_put_out_of_reach_is_refused_at_the_door_and_they_are_named(
        Measure measure, double ratio, params string[] says)
    {
        using var model = new SessionModel();
        var snapshot = new ModelSnapshot(model.Model);
        var failure = Assert.Throws<ArgumentException>("options", () => model.Start(
            new() { Chain = TeacherChain.Explicit(ratio).Of(measure), Limits = [new("features") { LargestRatio = 0.2 }] }));
        Assert.Contains("the limits (features: at most 20 % of its filters go)", failure.Message, StringComparison.Ordinal);
        Assert.All(says, word => Assert.Contains(word, failure.Message, StringComparison.Ordinal));
        snapshot.AssertUnchanged();
    }

    public static TheoryData<PartLimit?, string, string> Bad => new()
    {
        { new("feature") { MinimumFilters = 2 }, "options", "SessionOptions.Limits has 'feature'" },
        { new("feature") { MinimumFilters = 2 }, "options", "nearest names are 'features'" },
        { new("head*") { MinimumFilters = 2 }, "options", "'head*', which names no layer" },
        { new("features"), "Limits", "The PartLimit of 'features' limits nothing" },
        { new("features") { LargestRatio = 1.5 }, "Limits", "LargestRatio of 1.5; it must be in [0, 1]" },
        { new("features") { LargestRatio = double.NaN }, "Limits", "LargestRatio of NaN" },
        { new("features") { MinimumFilters = 0 }, "Limits", "MinimumFilters of 0; it must be 1 or more" },
        { new("features") { MinimumFraction = -0.1 }, "Limits", "MinimumFraction of -0.1; it must be in [0, 1]" },
        { null, "Limits", "holds a null" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_limit_that_cannot_be_meant_is_refused(PartLimit? limit, string argument, string says)
    {
        using var model = new SessionModel();
        var snapshot = new ModelSnapshot(model.Model);
        var failure = Assert.Throws<ArgumentException>(argument, () => model.Start(new() { Limits = [limit!] }));
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        snapshot.AssertUnchanged();
        Assert.Throws<ArgumentNullException>("Limits", () => model.Start(new() { Limits = null! }));
    }

    [Fact]
    public void A_part_is_named_by_a_path_and_limits_are_compared_by_what_they_say()
    {
        Assert.Throws<ArgumentException>("part", () => new PartLimit(null!));
        Assert.Throws<ArgumentException>("part", () => new PartLimit("a**"));
        Assert.Equal(new PartLimit("a") { MinimumFilters = 3 }, new PartLimit("a") { MinimumFilters = 3 });
        Assert.NotEqual(new PartLimit("a"), new PartLimit("b"));
        Assert.Equal("head: no filter goes, each group keeps at least 3 filters",
            new PartLimit("head") { LargestRatio = 0, MinimumFilters = 3 }.ToString());
    }

    [Fact]
    public void A_pruner_that_turns_on_what_may_not_be_on_is_named_as_without_them()
    {
        using var model = new SessionModel();
        using var session = model.Start(
            new() { Chain = TeacherChain.Explicit(0.2, 0.1), Pruner = new First(), Limits = [new("features") { MinimumFilters = 3 }] });
        session.Backward(model.X, model.Y);
        var failure = Assert.Throws<InvalidOperationException>(() => session.UpdateMasks());
        Assert.Contains("The pruner First turned a filter", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_and_checkpoints_tell_of_them()
    {
        var options = new SessionOptions { Limits = Limits, Discovery = new() { ExcludeWhere = (_, _) => false } };
        var settings = SettingsText.Of(options);
        Assert.Equal("at most 30 % of its filters go", settings.Single(s => s.Name == "Limits[features]").Value);
        Assert.Equal("a function of the caller's own", settings.Single(s => s.Name == "Discovery.ExcludeWhere").Value);
        Assert.Equal("none", SettingsText.Of(new SessionOptions()).Single(s => s.Name == "Limits").Value);
        using var model = new SessionModel();
        using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.3), Limits = Limits });
        Assert.Contains("features: at most 30 %", SessionSettings.Of(session)["Limits"], StringComparison.Ordinal);
    }

    /// <summary>A user's pruner: whole groups down to one filter, the first group first.</summary>
    private sealed class LowestFirst : IPruner
    {
        public FilterMask Select(FilterScores scores, double ratio)
        {
            var on = scores.Graph.Groups.Select(g => scores.Allowed[g].ToArray()).ToArray();
            var surplus = (int)Math.Round(ratio * scores.Graph.Filters) - (scores.Graph.Filters - scores.Allowed.Kept);
            foreach (var group in on)
            {
                for (var filter = 0; filter < group.Length && surplus > 0 && group.Count(x => x) > 1; filter++)
                {
                    if (!group[filter]) continue;
                    group[filter] = false;
                    surplus--;
                }
            }
            return FilterMask.Of(scores.Graph, on);
        }
    }

    /// <summary>Keeps the first filters, and of the smaller level others.</summary>
    private sealed class First : IPruner
    {
        private int _calls;

        public FilterMask Select(FilterScores scores, double ratio)
        {
            var odd = _calls++ % 2;
            return FilterMask.Of(scores.Graph, scores.Graph.Groups.Select(
                g => Enumerable.Range(0, g.Filters).Select(f => scores.Allowed.Kept < scores.Graph.Filters || f % 2 == odd || f < 4)));
        }
    }
}
