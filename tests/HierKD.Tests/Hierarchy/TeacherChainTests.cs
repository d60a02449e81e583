namespace HierKD.Tests;

/// <summary>The ratios of every way to make a chain, by hand.</summary>
public sealed class TeacherChainTests
{
    [Theory]
    [InlineData(0, new[] { 0.6 })]
    [InlineData(1, new[] { 0.6, 0 })]
    [InlineData(2, new[] { 0.6, 0.3, 0 })]
    [InlineData(3, new[] { 0.6, 0.4, 0.2, 0 })]
    public void Uniform_spaces_the_ratios_evenly(int assistants, double[] expected) =>
        AssertRatios(expected, TeacherChain.Uniform(0.6, assistants));

    [Theory]
    [InlineData(0, new[] { 0.75 })]
    [InlineData(1, new[] { 0.75, 0 })]
    [InlineData(2, new[] { 0.75, 0.5, 0 })]
    public void Geometric_keeps_the_same_fraction_from_level_to_level(int assistants, double[] expected) =>
        AssertRatios(expected, TeacherChain.Geometric(0.75, assistants));

    [Fact]
    public void Geometric_keeps_0_1_then_0_1_to_the_power_of_two_thirds_and_one_third() =>
        AssertRatios([0.9, 1 - 0.21544346900318834, 1 - 0.46415888336127786, 0], TeacherChain.Geometric(0.9, 3));

    [Theory]
    [InlineData(0, new[] { 0.875 })]
    [InlineData(1, new[] { 0.875, 0.64644660940672627 })]
    [InlineData(2, new[] { 0.875, 0.75, 0.5 })]
    public void Geometric_without_a_whole_level_ends_a_step_below_the_original(int assistants, double[] expected)
    {
        var chain = TeacherChain.Geometric(0.875, assistants, whole: false);
        AssertRatios(expected, chain);
        Assert.All(chain.Gaps, gap => Assert.Equal(chain.Gaps[0], gap, 1e-12));
    }

    [Fact]
    public void Paper_keeps_c_then_one_plus_c_minus_one_over_one_and_a_half_and_over_two_and_a_half()
    {
        const double c = 0.4;
        AssertRatios([1 - c, 1 - (1 + (c - 1) / 1.5), 1 - (1 + (c - 1) / 2.5), 0], TeacherChain.Paper(0.6));
        AssertRatios([0.6, 0.4, 0.24, 0], TeacherChain.Paper(0.6));
    }

    [Fact]
    public void Explicit_takes_the_ratios_as_they_are()
    {
        AssertRatios([0.8, 0.5, 0.1], TeacherChain.Explicit(0.8, 0.5, 0.1));
        double[] ratios = [0.8, 0.5];
        var chain = TeacherChain.Explicit(ratios);
        ratios[0] = 0.1;
        AssertRatios([0.8, 0.5], chain);
    }

    [Fact]
    public void The_two_assistants_of_the_default_include_the_largest_level()
    {
        AssertRatios([0.5, 0.25, 0], TeacherChain.Uniform(0.5));
        AssertRatios([0.75, 0.5, 0], TeacherChain.Geometric(0.75));
    }

    [Fact]
    public void Levels_have_names()
    {
        var chain = TeacherChain.Uniform(0.6, 3);
        Assert.Equal(["student", "assistant 1", "assistant 2", "largest"], chain.Levels.Select(l => l.Name));
        Assert.Same(chain.Levels[0], chain.Student);
        Assert.Same(chain.Levels[3], chain.Largest);
        Assert.Equal(chain.Levels.Skip(1), chain.Assistants);
        Assert.Equal(0.4, chain.Student.Keep, 12);
        Assert.Equal(
            "original -> largest (keeps 100 %) -> assistant 2 (keeps 80 %) -> assistant 1 (keeps 60 %) -> student (keeps 40 %)",
            chain.ToString());
    }

    [Fact]
    public void The_same_ratios_can_be_of_another_measure()
    {
        var filters = TeacherChain.Uniform(0.6, 3);
        var chain = filters.Of(Measure.MultiplyAdds);
        AssertRatios([0.6, 0.4, 0.2, 0], chain);
        Assert.Equal(filters.Levels.Select(l => l.Name), chain.Levels.Select(l => l.Name));
        Assert.Equal(Measure.MultiplyAdds, chain.Measure);
        Assert.All(chain.Levels, l => Assert.Equal(Measure.MultiplyAdds, l.Measure));
        Assert.Equal(Measure.Filters, filters.Measure);
        Assert.All(filters.Levels, l => Assert.Equal(Measure.Filters, l.Measure));
        Assert.Equal(Measure.Parameters, TeacherChain.Explicit(0.8, 0.1).Of(Measure.Latency).Of(Measure.Parameters).Student.Measure);
    }

    [Theory]
    [InlineData(Measure.Filters, "")]
    [InlineData(Measure.Parameters, " of the parameters")]
    [InlineData(Measure.MultiplyAdds, " of the multiply-adds")]
    [InlineData(Measure.Latency, " of the latency")]
    public void Its_line_says_what_it_keeps_a_fraction_of(Measure measure, string what) =>
        Assert.Equal(
            $"original -> largest (keeps 100 %{what}) -> student (keeps 40 %{what})", TeacherChain.Uniform(0.6, 1).Of(measure).ToString());

    [Fact]
    public void A_measure_that_does_not_exist_is_refused()
    {
        var failure = Assert.Throws<ArgumentOutOfRangeException>("measure", () => TeacherChain.Uniform(0.5).Of((Measure)7));
        Assert.Equal((Measure)7, failure.ActualValue);
        Assert.Contains(
            "measure is 7, which is none of Filters, Parameters, MultiplyAdds, Latency", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_assistants_the_student_is_the_largest_level()
    {
        var chain = TeacherChain.Uniform(0.6, 0);
        Assert.Empty(chain.Assistants);
        Assert.Same(chain.Student, chain.Largest);
        Assert.Equal("student", chain.Largest.Name);
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(-0.1, "-0.1")]
    [InlineData(1, "1")]
    [InlineData(1.2, "1.2")]
    [InlineData(0, "0")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void A_student_ratio_outside_its_range_is_named_with_its_value(double ratio, string text)
    {
        Refused("studentRatio", () => TeacherChain.Uniform(ratio));
        Refused("studentRatio", () => TeacherChain.Geometric(ratio));
        Refused("studentRatio", () => TeacherChain.Paper(ratio));
        Refused("ratios", () => TeacherChain.Explicit(ratio));

        void Refused(string argument, Func<TeacherChain> make)
        {
            var failure = Assert.Throws<ArgumentOutOfRangeException>(argument, make);
            Assert.Equal(ratio, failure.ActualValue);
            Assert.Contains($" is {text}", failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(1.2)]
    public void So_is_any_other_ratio(double ratio) =>
        Assert.Equal(ratio, Assert.Throws<ArgumentOutOfRangeException>("ratios", () => TeacherChain.Explicit(0.8, ratio)).ActualValue);

    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(0.5, 0.7)]
    public void A_chain_that_does_not_shrink_is_refused_with_both_ratios(double student, double assistant)
    {
        var failure = Assert.Throws<ArgumentException>("ratios", () => TeacherChain.Explicit(student, assistant, 0));
        Assert.Contains(
            FormattableString.Invariant($"level 1 removes {assistant}, its student {student}"), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_without_levels_is_refused()
    {
        Assert.Throws<ArgumentException>("ratios", () => TeacherChain.Explicit());
        Assert.Throws<ArgumentNullException>("ratios", () => TeacherChain.Explicit(null!));
    }

    [Fact]
    public void A_negative_number_of_assistants_is_refused()
    {
        Assert.Equal(-1, Assert.Throws<ArgumentOutOfRangeException>("assistants", () => TeacherChain.Uniform(0.5, -1)).ActualValue);
        Assert.Equal(-2, Assert.Throws<ArgumentOutOfRangeException>("assistants", () => TeacherChain.Geometric(0.5, -2)).ActualValue);
    }

    private static void AssertRatios(double[] expected, TeacherChain chain) =>
        TensorAssert.Close(expected, chain.Levels.Select(l => l.Ratio).ToArray(), 1e-12);
}
