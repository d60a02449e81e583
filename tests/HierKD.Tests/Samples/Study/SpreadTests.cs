using HierKD.Samples;

namespace HierKD.Tests.Samples.Study;

/// <summary>The study's statistics, against numbers by hand.</summary>
public sealed class SpreadTests
{
    [Fact]
    public void Mean_and_deviation_of_a_sample()
    {
        // Deviations -2, 0, 0, 2 from 5: the squares' sum 8 over 3.
        var spread = Spread.Of([3.0, 5, 5, 7]);
        Assert.Equal((4, 5.0), (spread.Count, spread.Mean));
        Assert.Equal(Math.Sqrt(8.0 / 3), spread.Deviation!.Value, 12);
    }

    [Fact]
    public void A_single_number_has_no_deviation() => Assert.Equal(new Spread(1, 2.5, null), Spread.Of([2.5]));

    [Fact]
    public void No_numbers_are_refused() => Assert.Throws<ArgumentException>("numbers", () => Spread.Of([]));

    [Fact]
    public void A_difference_is_taken_seed_by_seed_over_those_that_both_have()
    {
        // Far apart from each other, but always 1, 2 and 3 apart from their counterparts; seeds 4 and 5 have none.
        var difference = Spread.OfDifference(
            new Dictionary<int, double> { [1] = 11, [2] = 52, [3] = 93, [4] = 1000 },
            new Dictionary<int, double> { [5] = -1000, [3] = 90, [2] = 50, [1] = 10 });
        Assert.Equal(new Spread(3, 2, 1), difference);
    }

    [Fact]
    public void There_is_no_difference_without_a_common_seed() =>
        Assert.Null(Spread.OfDifference(new Dictionary<int, double> { [1] = 1 }, new Dictionary<int, double> { [2] = 1 }));

    [Theory]
    [InlineData(new[] { 1.0, 2, 3 }, false)] // 4.303 / sqrt(3) = 2.48 > 2
    [InlineData(new[] { 1.5, 2.5, 3.5 }, true)] // 2.48 < 2.5
    [InlineData(new[] { -1.5, -2.5, -3.5 }, true)]
    [InlineData(new[] { 1.0, 1.001 }, false)] // two seeds never
    [InlineData(new[] { 0.5, 1.5, 2.5, 2, 1 }, true)] // mean 1.5, deviation 0.79; 2.776 * 0.79 / sqrt(5) = 0.98
    public void A_mean_is_clear_outside_its_95_percent_interval(double[] numbers, bool clear) =>
        Assert.Equal(clear, Spread.Of(numbers).IsClearlyNotZero);
}
