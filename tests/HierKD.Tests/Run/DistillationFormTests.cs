namespace HierKD.Tests.Run;

/// <summary>Tasks of the user's own, which do not say how their outputs are distilled: chosen by their form, and said.</summary>
public sealed class DistillationFormTests : BadInputTest
{
    private static readonly Func<Tensor, Tensor, double> NoMetric = (_, _) => 0;

    public static TheoryData<string, string> Forms => new()
    {
        { "classes", "DistillationLoss.SoftTargets(temperature: 4, scaled: true)" },
        { "soft labels", "DistillationLoss.SoftTargets(temperature: 4, scaled: true)" },
        { "one logit", "DistillationLoss.BinarySoftTargets(temperature: 4, scaled: true)" },
        { "one logit, flat", "DistillationLoss.BinarySoftTargets(temperature: 4, scaled: true)" },
        { "labels", "DistillationLoss.BinarySoftTargets(temperature: 4, scaled: true)" },
        { "probabilities", "DistillationLoss.LogitDistance()" },
        { "two numbers", "DistillationLoss.LogitDistance()" },
        { "flat numbers", "DistillationLoss.LogitDistance()" },
        { "one label of three", "DistillationLoss.BinarySoftTargets(temperature: 4, scaled: true)" },
        { "identities", "DistillationLoss.LogitDistance()" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_loss_follows_the_form_and_teaches(string form, string expected)
    {
        var (outputs, shape, y, loss) = Case(form);
        using var net = new Shaped(outputs, shape);
        using var targets = y;
        var recorder = new Recorder();
        var logger = new Lines();
        using var result = HierarchicalPruner.Run(
            net, new(new TensorBatches(TrainSet.Inputs, targets, 32), new TensorBatches(TrainSet.Inputs, targets, 32)),
            Quick with { Task = new PruningTask(loss, NoMetric, "none"), Distillation = new() { TaskWeight = 0 } }, recorder, logger);
        Assert.Equal(expected, result.Report.Settings.Single(s => s.Name == "Distillation.Loss").Value);
        Assert.Contains(logger.Written, l => l.Text.Contains($"distilled with {expected}", StringComparison.Ordinal));
        // The largest level equals its teacher in the first step.
        Assert.All(recorder.Reports.Skip(1).SelectMany(r => r.Losses), l => Assert.True(l.Distillation > 0, $"{l.Level} learns nothing"));
    }

    [Theory]
    [InlineData("two numbers", "DistillationLoss.LogitDistance()")]
    [InlineData("labels", "DistillationLoss.BinarySoftTargets(temperature: 4, scaled: true)")]
    public void A_task_may_say_it_itself(string form, string said)
    {
        var (outputs, shape, y, loss) = Case(form);
        using var net = new Shaped(outputs, shape);
        using var targets = y;
        IDistillationLoss distillation =
            said.Contains("Binary", StringComparison.Ordinal) ? DistillationLoss.BinarySoftTargets() : DistillationLoss.LogitDistance();
        using var result = HierarchicalPruner.Run(
            net, new(new TensorBatches(TrainSet.Inputs, targets, 32), new TensorBatches(TrainSet.Inputs, targets, 32)),
            Quick with { Task = new PruningTask(loss, NoMetric, "none", distillation: distillation) });
        Assert.Equal(said, result.Report.Settings.Single(s => s.Name == "Distillation.Loss").Value);
    }

    [Fact]
    public void A_session_chooses_when_it_sees_the_first_batch()
    {
        var (outputs, shape, y, loss) = Case("one logit");
        using var net = new Shaped(outputs, shape);
        using var targets = y;
        using var session = HierarchicalPruner.Start(
            net, TrainSet.Inputs.narrow(0, 0, 2),
            new() { Task = new PruningTask(loss, NoMetric, "none"), Chain = TeacherChain.Uniform(0.6, 1) });
        using var optimizer = optim.SGD(session.Parameters(), 0.1);
        session.Backward(TrainSet.Inputs, targets);
        optimizer.step();
        session.ZeroGrad();
        Assert.All(session.Backward(TrainSet.Inputs, targets), l => Assert.True(l.Distillation > 0));
    }

    [Theory]
    [InlineData("one logit")]
    [InlineData("one logit, flat")]
    public void Soft_targets_on_one_class_are_refused(string form)
    {
        var (outputs, shape, y, loss) = Case(form);
        using var net = new Shaped(outputs, shape);
        using var targets = y;
        var failure = Refused<ArgumentException>(
            net, new(new TensorBatches(TrainSet.Inputs, targets, 32), new TensorBatches(TrainSet.Inputs, targets, 32)),
            Quick with
            {
                Task = new PruningTask(loss, NoMetric, "none"),
                Distillation = new() { Loss = DistillationLoss.SoftTargets() }
            });
        Says(failure, "options", "SoftTargets", "two classes or more", "BinarySoftTargets");
    }

    [Fact]
    public void Classification_of_one_class_is_refused()
    {
        using var net = new Shaped(1, o => o);
        using var labels = zeros(96, dtype: int64);
        var failure = Refused<ArgumentException>(
            net, new(new TensorBatches(TrainSet.Inputs, labels, 32), new TensorBatches(TrainSet.Inputs, labels, 32)));
        Says(failure, "data", "of one class");
    }

    [Fact]
    public void A_loss_without_a_gradient_is_refused()
    {
        var task = new PruningTask((output, y) => nn.functional.cross_entropy(output.detach(), y), NoMetric, "none");
        var failure = Refused<InvalidOperationException>(Data(), Quick with { Task = task, Distillation = new() { Weight = 0 } });
        Assert.Contains("PruningTask.Loss returned", failure.Message, StringComparison.Ordinal);
        Assert.Contains("without a gradient", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_fine_tune_on_is_refused() => Says(
        Refused<ArgumentException>(
            Data(), Quick with
            {
                Distillation = new() { TaskWeight = 0 },
                Training = Quick.Training with { FineTuning = new() { Epochs = 1, Teacher = FineTuneTeacher.None } }
            }), "Training", "TaskWeight is 0", "nothing to learn from");

    private (long Outputs, Func<Tensor, Tensor> Shape, Tensor Targets, Func<Tensor, Tensor, Tensor> Loss) Case(string form)
    {
        var labels = TrainSet.Labels;
        return form switch
        {
            "classes" => (4, o => o, labels.clone(), (o, y) => nn.functional.cross_entropy(o, y)),
            "soft labels" => (4, o => o, nn.functional.one_hot(labels, 4).to(float32) * 0.8 + 0.05,
                (o, y) => -(o.log_softmax(1) * y).sum(1).mean()),
            "one logit" => (1, o => o * 4 - 1, labels.gt(1).to(float32).unsqueeze(1),
                (o, y) => nn.functional.binary_cross_entropy_with_logits(o, y)),
            "one logit, flat" => (1, o => o.squeeze(1) * 4 - 1, labels.gt(1).to(float32),
                (o, y) => nn.functional.binary_cross_entropy_with_logits(o, y)),
            "labels" => (3, o => o, stack([labels.gt(0), labels.gt(1), labels.eq(2)], 1).to(float32),
                (o, y) => nn.functional.binary_cross_entropy_with_logits(o, y)),
            "probabilities" => (3, o => o.sigmoid(), stack([labels.gt(0), labels.gt(1), labels.eq(2)], 1).to(float32),
                (o, y) => nn.functional.binary_cross_entropy(o, y)),
            "one label of three" => (3, o => o * 4 - 1, nn.functional.one_hot(labels.remainder(3), 3).to(float32),
                (o, y) => nn.functional.binary_cross_entropy_with_logits(o, y)),
            "identities" => (2, o => o, labels * 1000, (o, y) => (o.sum(1) - y.to(float32) / 1000).square().mean()),
            "flat numbers" => (1, o => o.squeeze(1), labels.to(float32) * 0.7, (o, y) => nn.functional.mse_loss(o, y)),
            _ => (2, o => o, stack([labels.to(float32) * 0.7, labels.to(float32) - 1.5], 1), (o, y) => nn.functional.mse_loss(o, y)),
        };
    }

    private sealed class Shaped : nn.Module<Tensor, Tensor>
    {
        private readonly TinyNet net;
        private readonly Func<Tensor, Tensor> _shape;

        public Shaped(long outputs, Func<Tensor, Tensor> shape)
            : base(nameof(Shaped))
        {
            (net, _shape) = (TinyNet.Seeded(outputs: (int)outputs), shape);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => _shape(net.call(input));
    }
}
