using System.Xml.Linq;
using FsCheck.Xunit;

namespace HierKD.Tests;

/// <summary>What follows from a report's numbers, by hand.</summary>
public sealed class SensitivityReportTests
{
    [Fact]
    public void A_loss_is_straight_between_points_never_falls_and_goes_on_as_before_the_last()
    {
        var curve = new SensitivityCurve(Group("a", 8, (2, 0.1), (4, 0.05), (6, 0.4)));
        Assert.Equal([0, 0.05, 0.1, 0.1, 0.1, 0.25, 0.4, 0.55], Enumerable.Range(0, 8).Select(curve.At).Select(l => Math.Round(l, 9)));
        Assert.Equal(0, new SensitivityCurve(Group("a", 8, (2, -0.3))).At(2));
        Assert.Equal(0, new SensitivityCurve(Group("a", 2, (0, 0))).At(1));
        Assert.Equal(double.PositiveInfinity, new SensitivityCurve(Group("a", 4, (2, double.PositiveInfinity))).At(1));
    }

    [Fact]
    public void One_more_filter_never_costs_less_than_the_one_before()
    {
        // The steep stretch of two filters before the flat one is taken together with it.
        var curve = new SensitivityCurve(Group("a", 8, (2, 0.4), (4, 0.4), (6, 1.0)));
        Assert.Equal(
            [0.1, 0.1, 0.1, 0.1, 0.3, 0.3, double.PositiveInfinity, double.PositiveInfinity],
            curve.Marginals().Select(cost => Math.Round(cost, 9)));
    }

    [Fact]
    public void The_group_that_loses_least_goes_first_and_the_lowest_scores_in_it()
    {
        var (graph, report) = Of((4, [(1, 0.2), (2, 0.4), (3, 0.6)]), (4, [(1, 0.01), (2, 0.02), (3, 0.9)]));
        var pruner = report.ToPruner(minimumFilters: 1);
        Assert.Equal("1111 1110", Select(2 * 0.125 / 2));
        Assert.Equal("1111 1100", Select(0.25));
        Assert.Equal("1110 1100", Select(0.375));
        Assert.Equal("1000 1100", Select(0.625));
        Assert.Equal("1000 1000", Select(0.75));
        Assert.Equal(0.75, pruner.LargestRatio(graph), 9);
        Assert.Equal(0.5, report.ToPruner(minimumFraction: 0.5).LargestRatio(graph), 9);

        string Select(double ratio) => FilterGraphs.Text(pruner.Select(FilterGraphs.Scores(graph, [4, 3, 2, 1], [4, 3, 2, 1]), ratio));
    }

    [Fact]
    public void Groups_that_lose_nothing_give_up_the_same_fraction()
    {
        var (graph, report) = Of((4, [(3, 0)]), (8, [(6, 0)]));
        var mask = report.ToPruner(1).Select(FilterGraphs.Scores(graph, new float[4], new float[8]), 0.5);
        Assert.Equal([2, 4], BudgetGraphs.Widths(mask));
    }

    [Property(MaxTest = 200)]
    public void Masks_meet_their_ratio_nest_and_predicted_losses_rise(int seed)
    {
        var random = new Random(seed);
        var (graph, report) = Of([.. Enumerable.Range(0, random.Next(1, 6)).Select(_ =>
        {
            var filters = random.Next(2, 30);
            return (filters, new[] { 0.25, 0.5, 0.75 }.Select(
                r => (Math.Min(filters - 1, (int)Math.Round(r * filters)), random.NextDouble() - 0.1)).ToArray());
        })]);
        var pruner = report.ToPruner(random.Next(1, 4));
        var (allowed, before) = (FilterMask.Full(graph), 0.0);
        foreach (var part in new[] { 0.3, 0.6, 1 })
        {
            var ratio = part * pruner.LargestRatio(graph);
            var scores = new FilterScores(
                allowed, graph.Groups.Select(g => Enumerable.Range(0, g.Filters).Select(_ => random.NextSingle()).ToArray()));
            var mask = pruner.Select(scores, ratio);
            Assert.Equal(graph.Filters - (int)Math.Round(ratio * graph.Filters), mask.Kept);
            Assert.True(mask.IsWithin(allowed));
            var loss = report.PredictLoss(mask);
            Assert.True(loss >= before - 1e-9);
            (allowed, before) = (mask, loss);
        }
    }

    [Fact]
    public void It_is_shown_as_text_markdown_and_a_page()
    {
        var (_, report) = Of((4, [(1, 0.2), (2, double.PositiveInfinity), (3, -0.6)]), (4, [(1, 0.01), (2, 0.02), (3, 0.9)]));
        var lines = report.ToString().TrimEnd().Split('\n');
        Assert.Equal(["group1", "4", "0.0100", "0.0200", "0.9000"], lines[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Single(lines.Skip(1).Select(line => line.Length).Distinct());
        Assert.Contains("| group1 | 4 | 0.0100 | 0.0200 | 0.9000 |", report.ToMarkdown(), StringComparison.Ordinal);
        var html = report.ToHtml();
        Assert.Contains("group&lt;0&gt;", html, StringComparison.Ordinal);
        Assert.Contains("<svg viewBox", html, StringComparison.Ordinal);
        _ = XDocument.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        Assert.Throws<ArgumentException>("path", () => report.SaveHtml(""));
    }

    [Theory]
    [InlineData(0, 0.0)]
    [InlineData(2, 1.0)]
    public void A_floor_out_of_range_is_refused(int filters, double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Of((4, [(1, 0.2)])).Report.ToPruner(filters, fraction));

    [Fact]
    public void What_a_checkpoint_knows_of_it_tells_reports_apart()
    {
        Assert.NotEqual($"{Of((4, [(1, 0.2)])).Report.ToPruner()}", $"{Of((4, [(1, 0.3)])).Report.ToPruner()}");
        Assert.Equal($"{Of((4, [(1, 0.2)])).Report.ToPruner()}", $"{Of((4, [(1, 0.2)])).Report.ToPruner()}");
    }

    private static (FilterGraph Graph, SensitivityReport Report) Of(params (int Filters, (int, double)[] Points)[] groups)
    {
        var graph = FilterGraphs.Of([.. groups.Select(g => g.Filters)]);
        return (graph, new SensitivityReport(graph, [.. groups.Select(
            (g, i) => Group(i == 0 ? "group<0>" : $"group{i}", g.Filters, g.Points))])
        { MetricName = "top-1", Scorer = "scores" });
    }

    private static GroupSensitivity Group(string name, int filters, params (int Removed, double Loss)[] points) =>
        new(name, filters, [.. points.Select(p => new SensitivityPoint((double)p.Removed / filters, p.Removed, 0, p.Loss))]);
}
