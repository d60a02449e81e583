namespace HierKD.Tests.Reporting;

public sealed class LatencyTests
{
    [Fact]
    public void Median_and_quartiles_come_from_the_sorted_times()
    {
        double[] times = [15, 3, 8, 1, 12, 6, 10, 2, 14, 5, 9, 4, 13, 7, 11];
        Assert.Equal(new Latency(8, 4.5, 11.5, 32), Latency.Of(times, 32));
    }

    [Fact]
    public void Of_an_even_number_of_times_the_median_lies_between_the_middle_ones() =>
        Assert.Equal(new Latency(2.5, 1.75, 3.25, 8), Latency.Of([4, 1, 3, 2], 8));

    [Fact]
    public void One_outlier_moves_nothing()
    {
        double[] times = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 5000];
        Assert.Equal(new Latency(1, 1, 1, 1), Latency.Of(times, 1));
    }

    [Fact]
    public void Times_are_numbers_and_batches_have_samples()
    {
        Assert.Equal("milliseconds", Assert.Throws<ArgumentException>(() => Latency.Of([], 1)).ParamName);
        Assert.Equal("milliseconds", Assert.Throws<ArgumentException>(() => Latency.Of([1, double.NaN], 1)).ParamName);
        Assert.Equal("milliseconds", Assert.Throws<ArgumentException>(() => Latency.Of([-1], 1)).ParamName);
        Assert.Equal("batchSize", Assert.Throws<ArgumentOutOfRangeException>(() => Latency.Of([1], 0)).ParamName);
    }

    [Fact]
    public void A_single_time_is_all_of_them() => Assert.Equal(new Latency(7, 7, 7, 4), Latency.Of([7], 4));
}
