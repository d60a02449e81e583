using HierKD.Tests.Run;

namespace HierKD.Tests.Reporting;

public sealed class WidthRoundingTests : RunTest
{
    [Theory]
    [InlineData(0.2, "8: 8, 8, 8; 16: 10, 8, 12")]
    [InlineData(0.8, "8: 8, 8, 12; 16: 10, 8, 12")]
    [InlineData(0.9, "8: 10, 8, 12")]
    public void Groups_are_filled_up_to_a_multiple_or_to_the_whole(double keep, string expected)
    {
        using var net = TinyNet.Seeded();
        var graph = FilterGraph.Discover(net, TrainSet.Inputs[..2]);
        var mask = FilterMask.Of(
            graph, graph.Groups.Select(g => Enumerable.Range(0, g.Filters).Select(f => f < Math.Max(1, keep * g.Filters))));
        var candidates = WidthRounding.Candidates(mask);
        Assert.All(candidates, c => Assert.True(mask.IsWithin(c.Mask)));
        Assert.Equal(expected, string.Join(
            "; ", candidates.Select(c => $"{c.Multiple}: {string.Join(", ", graph.Groups.Select(g => c.Mask.KeptFilters(g).Length))}")));
    }

    [Fact]
    public void What_is_round_already_has_no_candidate()
    {
        using var net = TinyNet.Seeded();
        var graph = FilterGraph.Discover(net, TrainSet.Inputs[..2]);
        Assert.Empty(WidthRounding.Candidates(FilterMask.Full(graph)));
    }

    [Fact]
    public void It_pays_only_beyond_the_spread_of_both()
    {
        var student = new Latency(4, 3.5, 4.5, 64);
        Assert.Null(WidthRounding.Best(student, []));
        Assert.Null(WidthRounding.Best(student, [Of(8, 3, 3.5)]));
        Assert.Equal(8, WidthRounding.Best(student, [Of(8, 3, 3.4)])!.Multiple);
        Assert.Equal(16, WidthRounding.Best(student, [Of(8, 3, 3.4), Of(16, 2.9, 3.4)])!.Multiple);
        Assert.Equal(8, WidthRounding.Best(student, [Of(8, 3, 3.4), Of(16, 2.9, 3.6)])!.Multiple);

        static WidthRounding Of(int multiple, double median, double high) =>
            new(multiple, 10, 1, 1, new Latency(median, median - 0.1, high, 64));
    }
}
