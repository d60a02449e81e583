namespace HierKD.Tests;

/// <summary>Weights of levels: what a chain says of them, and what they do to a step.</summary>
public sealed class ChainWeightTests : ScopedTest
{
    [Fact]
    public void Levels_weigh_the_same_unless_told_otherwise()
    {
        var plain = TeacherChain.Uniform(0.6, 1);
        Assert.All(plain.Levels, l => Assert.Equal(1, l.Weight));
        var chain = plain.Weighted(2, 0.5);
        Assert.Equal([2, 0.5], chain.Levels.Select(l => l.Weight));
        Assert.Equal(plain.Levels.Select(l => (l.Name, l.Ratio)), chain.Levels.Select(l => (l.Name, l.Ratio)));
        Assert.All(plain.Levels, l => Assert.Equal(1, l.Weight));
    }

    [Fact]
    public void Another_measure_keeps_the_weights_and_weights_the_measure()
    {
        var chain = TeacherChain.Uniform(0.6, 1).Weighted(2, 0.5).Of(Measure.MultiplyAdds);
        Assert.Equal([2, 0.5], chain.Levels.Select(l => l.Weight));
        Assert.Equal(Measure.MultiplyAdds, chain.Measure);
        Assert.All(chain.Weighted(1, 3).Levels, l => Assert.Equal(Measure.MultiplyAdds, l.Measure));
        Assert.Equal(Measure.MultiplyAdds, chain.Weighted(1, 3).Measure);
    }

    [Fact]
    public void Its_line_shows_weights_only_where_one_is_not_one()
    {
        var chain = TeacherChain.Uniform(0.6, 1);
        Assert.Equal(
            "original -> largest (keeps 100 %, weight 1) -> student (keeps 40 %, weight 0.25)", chain.Weighted(0.25, 1).ToString());
        Assert.Equal(chain.ToString(), chain.Weighted(1, 1).ToString());
    }

    [Fact]
    public void Assistants_can_weigh_the_same()
    {
        Assert.Equal([1, 0.25, 0.25], TeacherChain.Uniform(0.6, 2).Weighted(3, 2, 1).WeighAssistants(0.25).Levels.Select(l => l.Weight));
        Assert.Equal([1.0], TeacherChain.Explicit(0.6).WeighAssistants(0.25).Levels.Select(l => l.Weight));
        Assert.Contains(
            " is -1;", Assert.Throws<ArgumentException>("weight", () => TeacherChain.Uniform(0.6, 2).WeighAssistants(-1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_weights_as_levels_are_needed()
    {
        var failure = Assert.Throws<ArgumentException>("weights", () => TeacherChain.Uniform(0.6, 2).Weighted(1, 1));
        Assert.Contains("2 weights for 3 levels", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("weights", () => TeacherChain.Uniform(0.6, 2).Weighted(null!));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_weight_that_is_not_positive_is_refused_with_its_value(double weight) => Assert.Contains(
        FormattableString.Invariant($" is {weight};"),
        Assert.Throws<ArgumentException>("weights", () => TeacherChain.Uniform(0.6, 1).Weighted(1, weight)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(LevelExecution.Slim)]
    [InlineData(LevelExecution.Masked)]
    public void A_levels_weight_scales_its_total_and_its_gradients_and_no_other_levels(LevelExecution execution)
    {
        var (plain, weighted) = (Run(1, 1), Run(3, 0.5));
        Assert.Equal(plain.Losses[0] with { Total = 3 * plain.Losses[0].Total }, weighted.Losses[0]);
        Assert.Equal(plain.Losses[1] with { Total = 0.5 * plain.Losses[1].Total }, weighted.Losses[1]);
        for (var i = 0; i < plain.Private.Length; i++)
        {
            var factor = i == 0 ? 3 : 0.5;
            foreach (var (expected, actual) in plain.Private[i].Zip(weighted.Private[i]))
            {
                TensorAssert.Close(expected.Select(g => factor * g).ToArray(), actual, 1e-12);
            }
        }

        (IReadOnlyList<LevelLoss> Losses, double[][][] Private) Run(params double[] weights)
        {
            using var model = new SessionModel(ScalarType.Float64);
            using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0.3).Weighted(weights), Execution = execution });
            session.ScoreOriginal(model.X, model.Y);
            session.UpdateMasks();
            var losses = session.Backward(model.X, model.Y);
            return (losses,
                session.Levels.Select(l => l.Values.PrivateParameters.Select(p => TensorAssert.Values(p.grad!)).ToArray()).ToArray());
        }
    }
}
