namespace HierKD.Tests.Run;

public sealed class ChainTests : RunTest
{
    [Theory]
    [InlineData(0, new[] { "student" }, new[] { 12 })]
    [InlineData(1, new[] { "student", "largest" }, new[] { 12, 30 })]
    [InlineData(3, new[] { "student", "assistant 1", "assistant 2", "largest" }, new[] { 12, 18, 24, 30 })]
    public void Every_number_of_assistants_gives_its_levels(int assistants, string[] levels, int[] kept)
    {
        var net = TrainedNet();
        using var result = HierarchicalPruner.Run(net, Data(), Quick with { Chain = TeacherChain.Uniform(0.6, assistants) });

        Assert.Equal(levels, result.Levels);
        Assert.Equal(kept, levels.Select(l => result.Mask(l).Kept));
        Assert.Equal(["original", .. levels.Skip(1).Reverse(), "student, joint phase", "student"], result.Report.Lines.Select(l => l.Name));
        Assert.Equal(Recount.Parameters(net), result.Report.Student.Parameters);
    }

    [Fact]
    public void The_largest_level_may_remove_filters_already()
    {
        var net = TrainedNet();
        using var result = HierarchicalPruner.Run(net, Data(), Quick with { Chain = TeacherChain.Explicit(0.7, 0.4, 0.2) });

        Assert.Equal([9, 18, 24], result.Levels.Select(l => result.Mask(l).Kept));
        Assert.Equal(Recount.Parameters(net), result.Report.Student.Parameters);
    }

    [Fact]
    public void Sizes_fall_from_line_to_line()
    {
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { Chain = TeacherChain.Paper(0.7) });
        var lines = result.Report.Lines.Where(l => l.Name is not ("original" or "student, joint phase")).ToArray();
        Assert.Equal(4, lines.Length);
        Assert.All(lines.Zip(lines.Skip(1)), pair =>
        {
            Assert.True(pair.Second.Parameters < pair.First.Parameters);
            Assert.True(pair.Second.MultiplyAdds < pair.First.MultiplyAdds);
        });
    }
}
