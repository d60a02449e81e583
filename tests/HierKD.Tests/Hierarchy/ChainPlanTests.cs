namespace HierKD.Tests;

/// <summary>Proposed chains and the gaps of given ones, by hand.</summary>
public sealed class ChainPlanTests
{
    [Theory]
    // Keeping a quarter is two halvings; a fifth needs three levels above it, since 5^(1/2) is 2.24.
    [InlineData(0.75, 2, new[] { 0.75, 0.5, 0 }, 2)]
    [InlineData(0.5, 2, new[] { 0.5, 0 }, 2)]
    [InlineData(0.3, 2, new[] { 0.3, 0 }, 1 / 0.7)]
    [InlineData(0.8, 2, new[] { 0.8, 0.65800481066466, 0.41519645235743, 0 }, 1.7099759466767)]
    [InlineData(0.9, 10, new[] { 0.9, 0 }, 10)]
    [InlineData(0.9, 3, new[] { 0.9, 0.78455653099681, 0.53584111663872, 0 }, 2.15443469003188)]
    [InlineData(0.875, 2, new[] { 0.875, 0.75, 0.5, 0 }, 2)]
    public void A_plan_has_the_fewest_levels_within_the_gap(double studentRatio, double largestGap, double[] ratios, double gap)
    {
        var plan = TeacherChain.Plan(studentRatio, largestGap);
        TensorAssert.Close(ratios, plan.Chain.Levels.Select(l => l.Ratio).ToArray(), 1e-12);
        Assert.Equal(gap, plan.Gap, 1e-12);
        Assert.All(plan.Chain.Gaps.SkipLast(1), g => Assert.Equal(plan.Gap, g, 1e-9));
        Assert.Equal(1, plan.Chain.Gaps[^1]);
        Assert.Equal(0, plan.Chain.Largest.Ratio);
    }

    [Fact]
    public void One_assistant_fewer_would_leave_a_wider_gap()
    {
        var random = new Random(4);
        for (var i = 0; i < 200; i++)
        {
            var (ratio, largest) = (0.01 + 0.98 * random.NextDouble(), 1.05 + 3 * random.NextDouble());
            var plan = TeacherChain.Plan(ratio, largest);
            var assistants = plan.Chain.Assistants.Count;
            Assert.InRange(plan.Gap, 1, largest * (1 + 1e-8));
            if (assistants > 1) Assert.True(TeacherChain.Geometric(ratio, assistants - 1).Gaps[0] > largest);
        }
    }

    [Fact]
    public void It_says_what_it_proposes()
    {
        Assert.Equal(
            "3 assistants, each level keeps 1.71x less than its teacher: original -> largest (keeps 100 %) -> assistant 2 (keeps 58 %) " +
            "-> assistant 1 (keeps 34 %) -> student (keeps 20 %)",
            TeacherChain.Plan(0.8).ToString());
        Assert.StartsWith("1 assistant, each level keeps 2x less", TeacherChain.Plan(0.5).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_gap_that_is_none_is_refused(double gap) =>
        Assert.Equal(gap, Assert.Throws<ArgumentOutOfRangeException>("largestGap", () => TeacherChain.Plan(0.5, gap)).ActualValue);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.2)]
    [InlineData(double.NaN)]
    public void So_is_a_student_that_is_none(double ratio) =>
        Assert.Equal(ratio, Assert.Throws<ArgumentOutOfRangeException>("studentRatio", () => TeacherChain.Plan(ratio)).ActualValue);

    [Fact]
    public void Gaps_are_the_size_ratios_of_neighbours_up_to_the_original()
    {
        TensorAssert.Close([2.5, 0.5 / 0.4 * 1.6, 1.25], TeacherChain.Explicit(0.84, 0.6, 0.2).Gaps.ToArray(), 1e-12);
        TensorAssert.Close([4], TeacherChain.Explicit(0.75).Gaps.ToArray(), 1e-12);
        TensorAssert.Close([0.7 / 0.4, 1 / 0.7, 1], TeacherChain.Uniform(0.6).Of(Measure.Parameters).Gaps.ToArray(), 1e-12);
    }
}
