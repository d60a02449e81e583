namespace HierKD.Tests.Run;

public sealed class ResultFilesTests : RunTest
{
    [Fact]
    public void The_reloaded_student_is_the_student_bit_for_bit()
    {
        var net = TrainedNet();
        using var result = HierarchicalPruner.Run(net, Data(), Quick);
        var path = TemporaryFile("student.hierkd");
        result.Save(path);

        using var reloaded = SlimModel.Load(path, () => TinyNet.Seeded(77));

        Assert.Equal(ModelBits.Of(net), ModelBits.Of(reloaded));
        Assert.Equal(OrdinaryTraining.OutputBits(net, ValidationSet.Inputs), OrdinaryTraining.OutputBits(reloaded, ValidationSet.Inputs));
        Assert.False(reloaded.training);
    }

    [Fact]
    public void Every_level_can_be_saved_and_loaded()
    {
        var net = TrainedNet();
        using var result = HierarchicalPruner.Run(net, Data(), Quick);
        foreach (var level in result.Levels)
        {
            var path = TemporaryFile($"{level}.hierkd");
            result.Save(path, level);
            using var model = SlimModel.Load(path, () => TinyNet.Seeded(77));
            var line = result.Report.Lines.Single(l => l.Name == level);
            Assert.Equal((line.Parameters, line.FiltersKept), (Recount.Parameters(model), result.Mask(level).Kept));
            Assert.Equal(line.Metric, OrdinaryTraining.Accuracy(model, ValidationSet.Inputs, ValidationSet.Labels), 6);
        }
        Assert.Equal([12, 21, 30], result.Levels.Select(l => result.Mask(l).Kept));
    }

    [Fact]
    public void A_reloaded_model_can_be_trained_and_pruned_further()
    {
        var net = TrainedNet();
        var path = TemporaryFile("student.hierkd");
        using (var result = HierarchicalPruner.Run(net, Data(), Quick with { Chain = TeacherChain.Uniform(0.3, 0) })) result.Save(path);
        using var reloaded = SlimModel.Load(path, () => TinyNet.Seeded(77));
        using var again = HierarchicalPruner.Run(reloaded, Data(), Quick with { Chain = TeacherChain.Uniform(0.5, 0) });
        Assert.Equal(11, again.Mask().Kept);
    }

    [Fact]
    public void Masks_are_nested()
    {
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { Chain = TeacherChain.Uniform(0.7, 3) });
        foreach (var (smaller, larger) in result.Levels.Zip(result.Levels.Skip(1)))
        {
            Assert.True(result.Mask(smaller).IsWithin(result.Mask(larger)), $"'{smaller}' has a filter that '{larger}' lacks");
        }
    }

    [Fact]
    public void An_unknown_level_is_named_with_those_that_exist()
    {
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick);
        var path = TemporaryFile("none.hierkd");

        var failure = Assert.Throws<ArgumentException>(() => result.Save(path, "biggest"));
        Assert.Equal("level", failure.ParamName);
        Assert.Contains("'biggest'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("student, assistant 1, largest", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => result.Mask("biggest"));
        Assert.Equal("path", Assert.Throws<ArgumentException>(() => result.Save("")).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentNullException>(() => result.Save(null!)).ParamName);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_disposed_result_refuses_to_save()
    {
        var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick);
        result.Dispose();
        result.Dispose();
        var path = TemporaryFile("none.hierkd");
        Assert.Throws<ObjectDisposedException>(() => result.Save(path));
        Assert.False(File.Exists(path));
        Assert.NotNull(result.Report.ToString());
    }
}
