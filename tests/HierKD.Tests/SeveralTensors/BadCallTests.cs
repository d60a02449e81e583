using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests.SeveralTensors;

/// <summary>Batches and calls that cannot be meant, at the door; and some that can.</summary>
public sealed class BadCallTests : SeveralTensorsTest
{
    [Fact]
    public void A_batch_of_another_number_of_inputs()
    {
        using var its = Named("siamese");
        using var scope = NewDisposeScope();
        var pair = new PruningBatch(randn(8, 1, 8, 8), rand(8, 1));
        var failure = Assert.Throws<ArgumentException>(
            "data", () => HierarchicalPruner.Run(its.Model, new PruningData([pair], [pair]), its.Options));
        Assert.Contains("The first batch of data.Train has inputs [8, 1, 8, 8] (Float32)", failure.Message, StringComparison.Ordinal);
        Assert.Contains("SiameseNet takes 2 inputs, and there are 1", failure.Message, StringComparison.Ordinal);

        var two = new PruningBatch([randn(8, 1, 8, 8), randn(8, 1, 8, 8)], [rand(8, 1)]);
        var data = new PruningData([two], [two]) { ExampleInputs = [randn(8, 1, 8, 8)] };
        Assert.Contains("data.ExampleInputs is an input [8, 1, 8, 8]", Assert.Throws<ArgumentException>(
            "data", () => HierarchicalPruner.Run(its.Model, data, its.Options)).Message, StringComparison.Ordinal);
        var none = new PruningBatch([], [rand(8, 1)]);
        Assert.Contains("there must be an input", Assert.Throws<ArgumentException>(
            "data", () => HierarchicalPruner.Run(its.Model, new PruningData([none], [two]), its.Options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_for_one_output_of_a_model_of_three()
    {
        using var its = Named("detector");
        var failure = Assert.Throws<ArgumentException>(
            "data", () => HierarchicalPruner.Run(its.Model, its.Data, its.Options with { Task = PruningTask.Regression() }));
        Assert.Contains("the model gives 3 outputs, and the batch 3 targets", failure.Message, StringComparison.Ordinal);
        Assert.Contains("(outputs, batch)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_for_one_output_of_three()
    {
        using var its = Named("detector");
        var failure = Assert.Throws<ArgumentException>("options", () => HierarchicalPruner.Run(
            its.Model, its.Data, its.Options with { Distillation = new() { Loss = DistillationLoss.LogitDistance() } }));
        Assert.Contains("DistillationLoss.ForOutput", failure.Message, StringComparison.Ordinal);
        failure = Assert.Throws<ArgumentException>("options", () => HierarchicalPruner.Run(its.Model, its.Data, its.Options with
        {
            Distillation = new() { Loss = DistillationLoss.ForOutput(3, DistillationLoss.LogitDistance()) },
        }));
        Assert.Contains("names output 3", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forward_that_calls_another_model()
    {
        using var its = Named("siamese");
        using var other = Named("siamese");
        var failure = Assert.Throws<ArgumentException>("model", () => HierarchicalPruner.Run(
            its.Model, its.Data, its.Options, forward: x => [((Module<Tensor, Tensor, Tensor>)other.Model).call(x[0], x[1])]));
        Assert.Contains("no removable filters", failure.Message, StringComparison.Ordinal);
        Assert.Contains("forward calls no layer of the model", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forward_that_gives_something_else_each_time()
    {
        using var its = Named("siamese");
        var calls = 0;
        var model = (Module<Tensor, Tensor, Tensor>)its.Model;
        Assert.ThrowsAny<ArgumentException>(() => HierarchicalPruner.Run(its.Model, its.Data, its.Options, forward: x =>
            ++calls % 2 == 0 ? [] : [model.call(x[0], x[1])]));
    }

    [Fact]
    public void A_model_that_takes_something_else_than_tensors_with_a_forward()
    {
        using var scope = NewDisposeScope();
        using var model = TrainedWeights.Give(new OfNamed(), seed: 2);
        var batch = new PruningBatch([randn(8, 2, 6, 6), randn(8, 3)], [randint(0, 4, [8])]);
        using var result = HierarchicalPruner.Run(
            model, new PruningData([batch], [batch]), Brief,
            forward: x => [model.call(new() { ["image"] = x[0], ["vector"] = x[1] })["classes"]]);
        Assert.True(result.Report.Student.FiltersKept <= result.Graph.Filters / 2);
    }

    [Fact]
    public void An_input_that_all_samples_share_may_be_as_long_as_the_batch()
    {
        using var scope = NewDisposeScope();
        using var model = TrainedWeights.Give(new WithPositions(), seed: 2);
        Tensor[] inputs = [randn(6, 6, 5), randn(6, 5)];
        var graph = FilterGraph.Discover(model, inputs, new() { PruneFirstLayer = true });
        Assert.Equal(["first"], graph.Groups.Select(g => g.Name));
        var expected = FilterGraph.Discover(model, [randn(4, 6, 5), inputs[1]], new() { PruneFirstLayer = true });
        Assert.Equal(expected.Groups.Select(g => g.ToString()), graph.Groups.Select(g => g.ToString()));
        var batch = new PruningBatch(inputs, [randint(0, 3, [6])]);
        var options = Brief with { Discovery = new() { PruneFirstLayer = true } };
        using var result = HierarchicalPruner.Run(model, new PruningData([batch], [batch]), options);
        Assert.True(result.Report.Student.FiltersKept < result.Graph.Filters);
    }

    [Fact]
    public void Sources_of_pairs_and_of_batches_go_together()
    {
        (Tensor, Tensor)[] pairs = [(ValidationSet.Inputs, ValidationSet.Labels)];
        foreach (var data in new[] { new PruningData(TrainSet.Batches(32), pairs), new PruningData(pairs, TrainSet.Batches(32)) })
        {
            using var result = HierarchicalPruner.Run(TrainedNet(), data, Quick);
            Assert.True(result.Report.Student.FiltersKept > 0);
        }
    }

    [Fact]
    public void Sensitivity_is_of_them_too()
    {
        using var its = Named("siamese");
        var before = Run.ModelBits.Of(its.Model);
        var report = HierarchicalPruner.Sensitivity(its.Model, its.Data, its.Options);
        Assert.Equal(report.Metric, its.Options.Task.Measure(its.Model, its.Data.Validation), 6);
        Assert.Equal(before, Run.ModelBits.Of(its.Model));
    }

    private sealed class OfNamed : Module<Dictionary<string, Tensor>, Dictionary<string, Tensor>>
    {
        private readonly Conv2d conv = Conv2d(2, 6, 3);
        private readonly Linear vector = Linear(3, 6);
        private readonly Linear both = Linear(6, 8);
        private readonly Linear classes = Linear(8, 4);

        public OfNamed()
            : base(nameof(OfNamed)) => RegisterComponents();

        public override Dictionary<string, Tensor> forward(Dictionary<string, Tensor> x)
        {
            var seen = conv.call(x["image"]).mean([2, 3]) + vector.call(x["vector"]);
            return new() { ["classes"] = classes.call(functional.relu(both.call(functional.relu(seen)))) };
        }
    }

    private sealed class WithPositions : Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear first = Linear(5, 7);
        private readonly Linear second = Linear(7, 3);

        public WithPositions()
            : base(nameof(WithPositions)) => RegisterComponents();

        public override Tensor forward(Tensor tokens, Tensor positions) =>
            second.call(functional.relu(first.call(tokens + positions))).mean([1]);
    }
}
