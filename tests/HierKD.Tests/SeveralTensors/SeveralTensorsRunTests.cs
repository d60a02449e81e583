using HierKD.Tests.Run;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests.SeveralTensors;

/// <summary>Everything that holds for one tensor in and one out holds for these.</summary>
public sealed class SeveralTensorsRunTests : SeveralTensorsTest
{
    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_makes_an_ordinary_smaller_model_that_reloads_bit_for_bit(string name)
    {
        using var its = Named(name);
        var before = its.Model.parameters().Sum(p => p.numel());
        var file = TemporaryFile($"{name}.hierkd");
        using (var result = HierarchicalPruner.Run(its.Model, its.Data, its.Options))
        {
            Assert.InRange(result.Report.Student.FiltersKept, 1, result.Graph.Filters / 2);
            Assert.True(its.Model.parameters().Sum(p => p.numel()) < before);
            Assert.Equal(Recount.Parameters(its.Model), result.Report.Student.Parameters);
            Assert.True(result.Report.Student.Latency.MedianMilliseconds > 0);
            Assert.Equal(result.Report.Student.Metric, its.Options.Task.Measure(its.Model, its.Data.Validation), 6);
            result.Save(file);
        }
        using var reloaded = SlimModel.Load(file, its.Create);
        Assert.Equal(Answers(its.Model, its.Data), Answers(reloaded, its.Data));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Slim_is_masked(string name)
    {
        using var its = Named(name);
        var inputs = its.Data.Validation.Select(b => b.Copy()).First().Inputs;
        var graph = FilterGraph.Discover(its.Model, inputs);
        Assert.NotEmpty(graph.Groups);
        Assert.True(graph.Cost.MultiplyAdds(FilterMask.Full(graph)) > 0);
        var mask = FilterMasks.Random(graph, seed: 9);
        its.Model.eval();
        using var quiet = no_grad();
        using var working = new WorkingModel(its.Model, graph.Layers);
        var dense = working.Tensors.Select((_, i) => working.Own.Dense(i)).ToArray();
        using var masked = new MaskedWeights(working.Tensors, dense, mask.ToSelection());
        using var slim = new SlimWeights(working.Tensors, dense, mask.ToSelection());
        var expected = working.Evaluate(masked, () => working.Call(inputs));
        var actual = working.Evaluate(slim, () => working.Call(inputs));
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), p => Assert.InRange(
            (p.First - p.Second).abs().max().ToDouble(), 0, 1e-5 * p.First.abs().max().ToDouble()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Remembered_and_prefetched_answers_change_nothing(string name)
    {
        var plain = Student(name, data => new(data.Train, data.Validation), cache: 0);
        Assert.Equal(plain, Student(name, data => new(data.Train, data.Validation) { Prefetch = 2 }, cache: 1 << 20));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_that_was_interrupted_ends_with_the_same_student(string name)
    {
        var expected = Student(name, data => data, cache: 1 << 20);
        foreach (var step in new[] { 3, 9 })
        {
            using var its = Named(name);
            var options = its.Options with { Checkpoint = new(TemporaryFile($"{name}-{step}.checkpoint")) };
            using var cancellation = new CancellationTokenSource();
            var steps = 0;
            Assert.ThrowsAny<OperationCanceledException>(() => HierarchicalPruner.Run(
                its.Model, its.Data, options, new Recorder(_ =>
                {
                    if (++steps == step) cancellation.Cancel();
                }), cancellationToken: cancellation.Token));
            HierarchicalPruner.Run(its.Model, its.Data, options).Dispose();
            Assert.Equal(expected, ModelBits.Of(its.Model));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_failed_run_leaves_the_model_as_it_was_and_no_tensors(string name)
    {
        using var its = Named(name);
        var before = ModelBits.Of(its.Model);
        var fails = its.Options with { Training = its.Options.Training with { LearningRate = 1e30 } };
        LiveTensors.AssertNoneLeft(() => Assert.Throws<TrainingDivergedException>(
            () => HierarchicalPruner.Run(its.Model, its.Data, fails)));
        Assert.Equal(before, ModelBits.Of(its.Model));
        LiveTensors.AssertNoneLeft(() => HierarchicalPruner.Run(its.Model, its.Data, its.Options).Dispose());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_session_and_its_report(string name)
    {
        using var its = Named(name);
        var batch = its.Data.Train.Select(b => b.Copy()).First();
        using var session = HierarchicalPruner.Start(its.Model, batch.Inputs, its.Options);
        session.ScoreOriginal(batch);
        session.UpdateMasks();
        using var optimizer = optim.SGD(session.Parameters(), 0.01);
        for (var i = 0; i < 3; i++)
        {
            session.ZeroGrad();
            Assert.All(session.Backward(batch), loss => Assert.True(double.IsFinite(loss.Total)));
            optimizer.step();
        }
        session.Recalibrate(session.Student, its.Data.Train);
        var report = PruningReport.Of(session, batch.Inputs, its.Data.Validation);
        Assert.Equal(session.Evaluate(session.Student, its.Data.Validation), report.Student.Metric);
        session.Finish(session.Student);
        Assert.Equal(report.Student.Parameters, its.Model.parameters().Sum(p => p.numel()));
    }

    [Fact]
    public void Several_outputs_are_distilled_by_form_and_the_report_says_how()
    {
        using var its = Named("detector");
        using var result = HierarchicalPruner.Run(its.Model, its.Data, its.Options with { Distillation = new() });
        var told = result.Report.Settings.Single(s => s.Name == "Distillation.Loss").Value;
        Assert.Equal(
            "DistillationLoss.Weighted((1, DistillationLoss.ForOutput(0, DistillationLoss.LogitDistance(), target: 0)), " +
            "(1, DistillationLoss.ForOutput(1, DistillationLoss.LogitDistance(), target: 1)), " +
            "(1, DistillationLoss.ForOutput(2, DistillationLoss.LogitDistance(), target: 2)))", told);
    }

    [Fact]
    public void Features_of_a_module_that_sees_two_inputs_are_refused_by_its_calls()
    {
        using var its = Named("siamese");
        var failure = Assert.Throws<ArgumentException>("options", () => HierarchicalPruner.Run(
            its.Model, its.Data, its.Options with { Distillation = new() { Loss = DistillationLoss.Hints("eye.conv1") } }));
        Assert.Contains("calls 2 times", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Features_are_compared_beside_several_outputs()
    {
        using var its = Named("detector");
        var loss = DistillationLoss.Weighted((1, new BoxesAndClasses()), (0.1, DistillationLoss.Hints("stages.1.conv")));
        using var result = HierarchicalPruner.Run(its.Model, its.Data, its.Options with { Distillation = new() { Loss = loss } });
        Assert.True(double.IsFinite(result.Report.Student.Metric));
    }

    private SortedDictionary<string, byte[]> Student(string name, Func<PruningData, PruningData> data, long cache)
    {
        using var its = Named(name);
        var training = its.Options.Training with { TeacherCacheBytes = cache };
        HierarchicalPruner.Run(its.Model, data(its.Data), its.Options with { Training = training }).Dispose();
        return ModelBits.Of(its.Model);
    }

    private static byte[][] Answers(Module model, PruningData data)
    {
        model.eval();
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var call = ModelCall.Of(model);
        return [.. data.Validation.SelectMany(batch => call.Run(batch.Inputs)).Select(TensorAssert.Bits)];
    }
}
