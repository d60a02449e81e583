using Readme;

namespace HierKD.Tests.Run;

/// <summary>Whole runs with targets other than filters, counted again on the model that came out.</summary>
public sealed class TargetTests : RunTest
{
    public static TheoryData<string> Pruners => ["global", "per layer", "rounded", "a stranger's"];

    [Theory]
    [MemberData(nameof(Pruners))]
    public void A_budget_of_multiply_adds_is_kept(string pruner)
    {
        var net = TrainedNet();
        using var one = TrainSet.Inputs.narrow(0, 0, 1).clone();
        var before = Recount.MultiplyAdds(net, one);
        using var result =
            HierarchicalPruner.Run(net, Data(), Quick with { Chain = Quick.Chain.Of(Measure.MultiplyAdds), Pruner = Named(pruner) });

        var after = Recount.MultiplyAdds(net, one);
        Assert.Equal(result.Report.Student.MultiplyAdds, after);
        Assert.InRange(after, 0.2 * before, 0.4 * before);
        Assert.InRange(result.Graph.Cost.MultiplyAdds(result.Mask("assistant 1")), 0.4 * before, 0.7 * before);
        Assert.Equal(TinyNet.RemovableFilters, result.Mask("largest").Kept);
        Assert.True(result.Mask().IsWithin(result.Mask("assistant 1")));
        Assert.Contains($"student {100.0 * after / before:0.#} % (target 40 %)", result.Report.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            "Kept of the multiply-adds: largest 100 % (target 100 %), assistant 1", result.Report.ToMarkdown(), StringComparison.Ordinal);
        if (pruner == "rounded")
        {
            Assert.All(result.Graph.Groups, g =>
                Assert.True(result.Mask().KeptFilters(g).Length is var width && (width % 4 == 0 || width == g.Filters)));
        }
    }

    [Fact]
    public void A_budget_of_parameters_is_kept_as_nearly_as_a_filter_allows()
    {
        var net = TrainedNet();
        var before = Recount.Parameters(net);
        using var result = HierarchicalPruner.Run(net, Data(), Quick with { Chain = Quick.Chain.Of(Measure.Parameters) });
        // The most that one filter takes with it: 54 + 2 + 9 * 8, 9 * 10 + 1 + 2 + 4 * 12 or 32 + 1 + 4 parameters.
        Assert.InRange(Recount.Parameters(net), 0.4 * before - 141, 0.4 * before);
        Assert.Equal(Recount.Parameters(net), result.Report.Student.Parameters);
    }

    [Fact]
    public void A_budget_of_time_is_kept_as_it_is_measured()
    {
        var net = TrainedNet();
        var clock = new FakeClock { Overhead = 6 };
        clock.Watch(net, ("features.4", 1), ("features.7", 2), ("classifier.0", 1));
        using var result =
            HierarchicalPruner.Run(net, Data(), Quick with { Chain = TeacherChain.Uniform(0.5, 2).Of(Measure.Latency), Clock = clock });

        // 6 + 10 + 2 * 8 + 12 milliseconds; a filter takes one or two of them with it.
        var report = result.Report;
        Assert.Equal(44, report.Original.Latency.MedianMilliseconds);
        Assert.InRange(report.Student.Latency.MedianMilliseconds, 21, 22);
        Assert.InRange(report.Lines.Single(l => l.Name == "assistant 1").Latency.MedianMilliseconds, 32, 33);
        var widths = BudgetGraphs.Widths(result.Mask());
        Assert.Equal(6 + widths[0] + 2 * widths[1] + widths[2], report.Student.Latency.MedianMilliseconds);
        Assert.Contains("Kept of the latency: largest 100 % (target 100 %), assistant 1 7", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_run_with_a_budget_gives_the_same_student_bit_for_bit()
    {
        SortedDictionary<string, byte[]> Student()
        {
            var net = TrainedNet();
            using var result = HierarchicalPruner.Run(net, Data(), Quick with { Chain = Quick.Chain.Of(Measure.MultiplyAdds) });
            return ModelBits.Of(net);
        }
        Assert.Equal(Student(), Student());
    }

    private static IPruner Named(string name) => name switch
    {
        "global" => Pruner.GlobalThreshold(),
        "per layer" => Pruner.PerLayer(),
        "rounded" => Pruner.Rounded(Pruner.GlobalThreshold(), 4),
        _ => new EvenPruner(),
    };
}
