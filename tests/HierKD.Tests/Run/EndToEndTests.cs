using TorchSharp.Modules;

namespace HierKD.Tests.Run;

public sealed class EndToEndTests : RunTest
{
    [Fact]
    public void The_filters_are_gone_from_every_tensor()
    {
        var net = TrainedNet();
        using var result = HierarchicalPruner.Run(net, Data(), Quick);

        var kept = result.Graph.Groups.Select(g => (long)result.Mask().KeptFilters(g).Length).ToArray();
        Assert.Equal(TinyNet.RemovableFilters - 18, kept.Sum());
        var (a, b, c) = (kept[0], kept[1], kept[2]);
        Dictionary<string, long[]> expected = new()
        {
            ["features.0.weight"] = [6, 1, 3, 3],
            ["features.0.bias"] = [6],
            ["features.1.weight"] = [6],
            ["features.1.bias"] = [6],
            ["features.1.running_mean"] = [6],
            ["features.1.running_var"] = [6],
            ["features.4.weight"] = [a, 6, 3, 3],
            ["features.5.weight"] = [a],
            ["features.5.bias"] = [a],
            ["features.5.running_mean"] = [a],
            ["features.5.running_var"] = [a],
            ["features.7.weight"] = [b, a, 3, 3],
            ["features.7.bias"] = [b],
            ["features.8.weight"] = [b],
            ["features.8.bias"] = [b],
            ["features.8.running_mean"] = [b],
            ["features.8.running_var"] = [b],
            ["classifier.0.weight"] = [c, b * 4],
            ["classifier.0.bias"] = [c],
            ["classifier.3.weight"] = [Patterns.Classes, c],
            ["classifier.3.bias"] = [Patterns.Classes],
        };
        var actual = net.named_parameters().Select(p => (p.name, p.parameter.shape))
            .Concat(net.named_buffers().Select(t => (t.name, t.buffer.shape)))
            .Where(t => !t.name.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToArray();
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Select(t => t.name).Order(StringComparer.Ordinal));
        foreach (var (name, shape) in actual) Assert.Equal(expected[name], shape);

        var modules = net.named_modules().ToDictionary(m => m.name, m => m.module);
        Assert.Equal((6L, a), Channels(modules["features.4"]));
        Assert.Equal((a, b), Channels(modules["features.7"]));
        Assert.Equal(a, ((BatchNorm2d)modules["features.5"]).num_features);
        Assert.Equal(b, ((BatchNorm2d)modules["features.8"]).num_features);
        var (hidden, last) = ((Linear)modules["classifier.0"], (Linear)modules["classifier.3"]);
        Assert.Equal((b * 4, c, c, Patterns.Classes), (hidden.in_features, hidden.out_features, last.in_features, last.out_features));

        static (long, long) Channels(nn.Module module) => (((Conv2d)module).in_channels, ((Conv2d)module).out_channels);
    }

    [Fact]
    public void The_report_counts_what_the_model_has()
    {
        var net = TrainedNet();
        using var one = TrainSet.Inputs.narrow(0, 0, 1).clone();
        var before = (Recount.Parameters(net), Recount.MultiplyAdds(net, one));
        using var result = HierarchicalPruner.Run(net, Data(), Quick);
        var report = result.Report;

        Assert.Equal(before, (report.Original.Parameters, report.Original.MultiplyAdds));
        Assert.Equal((TinyNet.RemovableFilters, TinyNet.RemovableFilters), (report.Original.FiltersKept, report.Original.Filters));
        Assert.Equal((Recount.Parameters(net), Recount.MultiplyAdds(net, one)), (report.Student.Parameters, report.Student.MultiplyAdds));
        Assert.Equal(12, report.Student.FiltersKept);
        Assert.Equal([30, 30, 21, 12, 12], report.Lines.Select(l => l.FiltersKept));
        Assert.Equal(OrdinaryTraining.Accuracy(net, ValidationSet.Inputs, ValidationSet.Labels), report.Student.Metric, 6);
        Assert.All(report.Lines, l => Assert.True(l.Latency.MedianMilliseconds > 0));
    }

    [Fact]
    public void The_student_has_learned()
    {
        var net = Own(TinyNet.Seeded());
        using var result = HierarchicalPruner.Run(net, Data(), Quick with
        {
            Training = new() { Joint = new() { Epochs = 8, MaskInterval = 2 }, FineTuning = new() { Epochs = 6 }, LearningRate = 0.05 },
        });

        Assert.True(result.Report.Original.Metric < 0.5, $"the untrained network is right in {result.Report.Original.Metric} of the cases");
        Assert.True(result.Report.Student.Metric > 0.85, $"the student is right in {result.Report.Student.Metric} of the cases");
    }

    [Fact]
    public void Run_works_without_options()
    {
        var net = TrainedNet();
        using var result = HierarchicalPruner.Run(net, Data());

        Assert.Equal(["student", "largest"], result.Levels);
        Assert.Equal(15, result.Mask().Kept);
        Assert.Equal(15, result.Report.Student.FiltersKept);
        Assert.True(result.Report.Student.Metric > 0.85);
    }

    [Fact]
    public void The_model_is_the_student_in_the_same_objects_in_the_same_mode()
    {
        var net = TrainedNet();
        PeculiarState.Give(net);
        var modules = net.modules().ToArray();
        var parameters = net.parameters().ToArray();
        var flags = modules.Select(m => m.training).ToArray();
        var trainable = parameters.Select(p => p.requires_grad).ToArray();

        using var result = HierarchicalPruner.Run(net, Data(), Quick);

        Assert.Equal(modules, net.modules(), ReferenceEqualityComparer.Instance);
        Assert.Equal(parameters, net.parameters(), ReferenceEqualityComparer.Instance);
        Assert.Equal(flags, modules.Select(m => m.training));
        Assert.Equal(trainable, parameters.Select(p => p.requires_grad));
    }

    [Fact]
    public void A_frozen_parameter_keeps_the_values_of_its_filters()
    {
        var net = TrainedNet();
        var frozen = net.named_parameters().Single(p => p.name == "features.4.weight").parameter;
        frozen.requires_grad = false;
        using var before = frozen.detach().clone();

        using var result = HierarchicalPruner.Run(net, Data(), Quick);

        var kept = result.Mask().KeptFilters(result.Graph.Groups[0]).Select(f => (long)f).ToArray();
        using var indices = tensor(kept);
        using var expected = before.index_select(0, indices);
        Assert.Equal(TensorAssert.Bits(expected), TensorAssert.Bits(frozen));
    }

    [Fact]
    public void A_new_optimizer_trains_the_model_further_and_the_result_stays()
    {
        var net = TrainedNet();
        using var result = HierarchicalPruner.Run(net, Data(), Quick);
        var before = SaveAll(result);
        var student = ModelBits.Of(net);
        net.train();
        using (var optimizer = optim.SGD(net.parameters(), 0.05, momentum: 0.9))
        {
            var losses =
                Enumerable.Range(0, 12).Select(_ => OrdinaryTraining.Step(net, optimizer, TrainSet.Inputs, TrainSet.Labels)).ToArray();
            Assert.True(losses[^1] < losses[0], $"the loss went from {losses[0]} to {losses[^1]}");
        }

        // A bias in front of a batch normalisation has no gradient but rounding.
        Assert.All(net.named_parameters().Where(p => p.name is not ("features.0.bias" or "features.7.bias")), p =>
            Assert.False(student[p.name].AsSpan().SequenceEqual(TensorAssert.Bits(p.parameter)), $"'{p.name}' did not move"));
        Assert.Equal(before, SaveAll(result));
    }

    [Fact]
    public void The_result_can_go_and_the_model_stays()
    {
        var net = TrainedNet();
        byte[] output;
        using (var result = HierarchicalPruner.Run(net, Data(), Quick))
        {
            output = OrdinaryTraining.OutputBits(net, ValidationSet.Inputs);
        }
        Assert.Equal(output, OrdinaryTraining.OutputBits(net, ValidationSet.Inputs));
        using var optimizer = optim.SGD(net.parameters(), 0.01);
        Assert.True(double.IsFinite(OrdinaryTraining.Step(net, optimizer, TrainSet.Inputs, TrainSet.Labels)));
    }

    [Fact]
    public void A_pruned_model_can_be_pruned_again()
    {
        var net = TrainedNet();
        using (HierarchicalPruner.Run(net, Data(), Quick with { Chain = TeacherChain.Uniform(0.3, 1) })) { }
        using var again = HierarchicalPruner.Run(net, Data(), Quick with { Chain = TeacherChain.Uniform(0.5, 1) });

        Assert.Equal(21, again.Report.Original.FiltersKept);
        Assert.Equal(21 - 10, again.Mask().Kept);
        Assert.Equal(Recount.Parameters(net), again.Report.Student.Parameters);
    }

    private byte[][] SaveAll(PruningResult result) => result.Levels.Select(level =>
    {
        var path = TemporaryFile("level.hierkd");
        result.Save(path, level);
        return File.ReadAllBytes(path);
    }).ToArray();
}
