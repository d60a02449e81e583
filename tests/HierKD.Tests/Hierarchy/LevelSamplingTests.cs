namespace HierKD.Tests;

/// <summary>Which levels are drawn for which steps.</summary>
public sealed class LevelSamplingTests
{
    private const int Steps = 4000;

    [Fact]
    public void All_is_every_level_in_every_step()
    {
        Assert.Equal([0, 1, 2, 3], At(LevelSampling.All, 0, 4));
        Assert.Equal([0, 1, 2, 3], At(LevelSampling.All, 17, 4));
        Assert.Equal([0], At(LevelSampling.All, 17, 1));
    }

    [Fact]
    public void Every_third_step_is_for_all_and_the_others_for_the_student()
    {
        var sampling = LevelSampling.Every(3);
        Assert.Equal([3, 1, 1, 3, 1, 1, 3], Enumerable.Range(0, 7).Select(step => At(sampling, step, 3).Length));
        Assert.Equal([0], At(sampling, 4, 3));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 4)]
    [InlineData(9, 4)]
    public void A_sandwich_has_the_student_and_so_many_others(int others, int size)
    {
        for (var step = 0; step < 50; step++)
        {
            var drawn = At(LevelSampling.Sandwich(others), step, 4);
            Assert.Equal(size, drawn.Length);
            Assert.Equal(0, drawn[0]);
            Assert.All(drawn, level => Assert.InRange(level, 0, 3));
        }
    }

    [Fact]
    public void Without_larger_levels_there_is_the_student()
    {
        foreach (var sampling in new[] { LevelSampling.Sandwich(2), LevelSampling.Dropout(0.5), LevelSampling.Every(2) })
        {
            Assert.Equal([0], At(sampling, 1, 1));
        }
    }

    [Fact]
    public void A_sandwich_draws_every_larger_level_as_often()
    {
        // A standard deviation is 30 draws.
        foreach (var level in new[] { 1, 2, 3 })
        {
            Assert.InRange(Count(LevelSampling.Sandwich(1), level, 4), Steps / 3 - 150, Steps / 3 + 150);
        }
    }

    [Theory]
    [InlineData(0, Steps)]
    [InlineData(0.25, 3000)]
    [InlineData(0.9, 400)]
    public void Dropout_leaves_out_larger_levels_with_its_probability_and_never_the_student(double probability, int expected)
    {
        var sampling = LevelSampling.Dropout(probability);
        Assert.Equal(Steps, Count(sampling, 0, 3));
        foreach (var level in new[] { 1, 2 }) Assert.InRange(Count(sampling, level, 3), expected - 150, expected + 150);
    }

    [Fact]
    public void Dropped_levels_are_dropped_independently()
    {
        var both = Enumerable.Range(0, Steps).Count(step => At(LevelSampling.Dropout(0.5), step, 3).Length == 3);
        Assert.InRange(both, Steps / 4 - 150, Steps / 4 + 150);
    }

    /// <summary>A pattern in which steps follow each other would train a level in blocks.</summary>
    [Fact]
    public void What_a_step_draws_says_nothing_about_the_steps_after_it()
    {
        foreach (var sampling in new[] { LevelSampling.Sandwich(1), LevelSampling.Sandwich(1, seed: 5), LevelSampling.Dropout(0.5) })
        {
            var drawn = Enumerable.Range(0, Steps).Select(step => At(sampling, step, 3).Contains(2)).ToArray();
            foreach (var distance in Enumerable.Range(1, 12))
            {
                var same = Enumerable.Range(0, Steps - distance).Count(step => drawn[step] == drawn[step + distance]);
                Assert.InRange(same, Steps / 2 - 180, Steps / 2 + 180);
            }
        }
    }

    [Fact]
    public void The_seed_and_the_step_decide_alone()
    {
        foreach (var make in new Func<int, LevelSampling>[] { seed =>
            LevelSampling.Sandwich(1, seed), seed => LevelSampling.Dropout(0.5, seed) })
        {
            var first = Draws(make(7));
            _ = At(make(7), 3, 4);
            Assert.Equal(first, Draws(make(7)));
            Assert.NotEqual(first, Draws(make(8)));
            Assert.NotEqual(first, Draws(make(-7)));
        }

        static string Draws(LevelSampling sampling) =>
            string.Join(" ", Enumerable.Range(0, 40).Select(step => string.Concat(At(sampling, step, 4))));
    }

    [Fact]
    public void Arguments_out_of_range_are_named()
    {
        Assert.Equal(0, Assert.Throws<ArgumentOutOfRangeException>("others", () => LevelSampling.Sandwich(0)).ActualValue);
        Assert.Equal(0, Assert.Throws<ArgumentOutOfRangeException>("steps", () => LevelSampling.Every(0)).ActualValue);
        foreach (var probability in new[] { -0.1, 1, double.NaN })
        {
            Assert.Equal(
                probability,
                Assert.Throws<ArgumentOutOfRangeException>("probability", () => LevelSampling.Dropout(probability)).ActualValue);
        }
    }

    private static int[] At(LevelSampling sampling, long step, int levels) => sampling.At(step, levels).Order().ToArray();

    private static int Count(LevelSampling sampling, int level, int levels) =>
        Enumerable.Range(0, Steps).Count(step => At(sampling, step, levels).Contains(level));
}
