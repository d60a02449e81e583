using HierKD.Tests.Run;

namespace HierKD.Tests.Distillation;

/// <summary>A teacher from outside stands at the top of the ladder.</summary>
public sealed class ExternalTeacherTests : RunTest
{
    [Fact]
    public void It_teaches_where_the_original_would()
    {
        var (asked, joint) = (0, 0);
        var teacher = ExternalTeacher.Function("oracle", batch =>
        {
            asked++;
            return [nn.functional.one_hot(batch.Target, 4).to(float32) * 5];
        });
        var recorder = new Recorder(p => joint += p.Phase == PruningPhase.Joint && p.Metrics.Count == 0 ? 1 : 0);
        using var result = HierarchicalPruner.Run(
            TrainedNet(), Data(), Quick with { Distillation = new() { External = teacher, Teacher = LevelTeacher.Original } }, recorder);
        // At the door, and once for each of 3 batches, whose answers are then remembered.
        Assert.Equal(1 + 3, asked);
        Assert.Equal("oracle", result.Report.Settings.Single(s => s.Name == "Distillation.External").Value);
        Assert.All(recorder.Reports.SelectMany(r => r.Losses), loss => Assert.True(loss.Distillation > 0));
    }

    [Fact]
    public void It_is_the_last_rung()
    {
        var taught = new List<string?>();
        // Worse than any student: it climbs past the original at once.
        var options = Quick with
        {
            Distillation = new() { External = Network() },
            Task = new PruningTask(
                (output, y) => nn.functional.cross_entropy(output, y), new Rising(), DistillationLoss.SoftTargets()),
        };
        HierarchicalPruner.Run(TrainedNet(), Data(), options, new Recorder(p => taught.Add(p.Teacher))).Dispose();
        Assert.Equal("big", taught[^1]);
        taught.Clear();
        var always = Quick with
        {
            Distillation = new() { External = Network() },
            Training = Quick.Training with { FineTuning = Quick.Training.FineTuning with { Teacher = FineTuneTeacher.Original } },
        };
        HierarchicalPruner.Run(TrainedNet(), Data(), always, new Recorder(p => taught.Add(p.Teacher))).Dispose();
        Assert.Equal(["big"], taught.OfType<string>().Distinct());
    }

    [Fact]
    public void Its_answers_cost_what_it_says_once_for_each_sample_if_they_are_remembered()
    {
        long Cost(bool isRepeatable, long each)
        {
            var teacher = ExternalTeacher.Function("told", b => [zeros(b.Size, 4)], isRepeatable, each);
            using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick with
            {
                Distillation = new() { External = teacher, Teacher = LevelTeacher.Original },
                Training = Quick.Training with { FineTuning = Quick.Training.FineTuning with { Teacher = FineTuneTeacher.Original } },
            });
            return result.Report.TrainingMultiplyAdds;
        }
        var free = Cost(isRepeatable: true, 0);
        Assert.Equal(free, Cost(isRepeatable: false, 0));
        Assert.Equal(free + 96 * 1000, Cost(isRepeatable: true, 1000));
        Assert.Equal(free + 96 * 1000 * 4, Cost(isRepeatable: false, 1000));
    }

    [Fact]
    public void Stored_answers_are_those_of_the_samples_and_a_network_gives_the_same()
    {
        using var network = Big();
        network.eval();
        using var quiet = no_grad();
        using var answers = network.call(TrainSet.Inputs);
        var stored = Student(ExternalTeacher.Stored([answers], "big"));
        Assert.Equal(stored, Student(ExternalTeacher.Network(network, name: "big")));
        Assert.Equal(stored, Student(ExternalTeacher.Network(network, x => [network.call(x[0])], name: "big")));

        SortedDictionary<string, byte[]> Student(IExternalTeacher teacher)
        {
            using var grad = enable_grad();
            var net = TrainedNet();
            HierarchicalPruner.Run(net, Data(), Quick with { Distillation = new() { External = teacher } }).Dispose();
            return ModelBits.Of(net);
        }
    }

    [Fact]
    public void A_run_goes_on_with_it_bit_for_bit()
    {
        var options = Quick with { Distillation = new() { External = Network() } };
        var whole = TrainedNet();
        HierarchicalPruner.Run(whole, Data(), options).Dispose();
        var net = TrainedNet();
        var kept = options with { Checkpoint = new(TemporaryFile("external.checkpoint")) };
        using var cancellation = new CancellationTokenSource();
        var steps = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => HierarchicalPruner.Run(net, Data(), kept, new Recorder(_ =>
        {
            if (++steps == 10) cancellation.Cancel();
        }), cancellationToken: cancellation.Token));
        var failure = Assert.Throws<InvalidDataException>(
            () => HierarchicalPruner.Run(net, Data(), kept with { Distillation = new() }));
        Assert.Contains("Distillation.External was big", failure.Message, StringComparison.Ordinal);
        HierarchicalPruner.Run(net, Data(), kept).Dispose();
        Assert.Equal(ModelBits.Of(whole), ModelBits.Of(net));
    }

    [Fact]
    public void Levels_in_turn_learn_from_the_level_above_and_from_it()
    {
        var options = Recipe.InTurn(studentRatio: 0.5, stages: 2) with
        {
            Training = Quick.Training with { Levels = LevelTraining.InTurn },
        };
        long Cost(long each)
        {
            var asked = 0;
            var told = ExternalTeacher.Function("told", b =>
            {
                asked++;
                return [zeros(b.Size, 4)];
            }, multiplyAdds: each);
            using var result = HierarchicalPruner.Run(TrainedNet(), Data(), options with { Distillation = new() { External = told } });
            Assert.True(result.Report.Student.FiltersKept < result.Report.Original.FiltersKept);
            // At the door, and to every batch once in each of two stages.
            Assert.Equal(1 + 2 * 3, asked);
            return result.Report.TrainingMultiplyAdds;
        }
        Assert.Equal(Cost(0) + 2 * 96 * 1000, Cost(1000));
    }

    [Fact]
    public void What_cannot_teach_is_refused_at_the_door()
    {
        void Refused(IExternalTeacher teacher, params string[] says)
        {
            var net = TrainedNet();
            var before = ModelBits.Of(net);
            var failure = Assert.ThrowsAny<ArgumentException>(() => HierarchicalPruner.Run(
                net, Data(), Quick with { Distillation = new() { External = teacher } }));
            Assert.All(says, text => Assert.Contains(text, failure.Message, StringComparison.Ordinal));
            Assert.Equal(before, ModelBits.Of(net));
        }
        Refused(ExternalTeacher.Function("t", b => [zeros(b.Size, 7)]), "'t' gives [32, 7]", "[32, 4]");
        Refused(ExternalTeacher.Function("original", b => [zeros(b.Size, 4)]), "not that of a level");
        Refused(ExternalTeacher.Function("student", b => [zeros(b.Size, 4)]), "not that of a level");
        Refused(ExternalTeacher.Stored([zeros(50, 4)]), "has answers to 50 samples");

        var augmented = new PruningData(
            new AugmentedBatches(TrainSet.Inputs, TrainSet.Labels, 32), new TensorBatches(ValidationSet.Inputs, ValidationSet.Labels));
        Assert.Contains("a training batch has none", Assert.Throws<ArgumentException>("options", () => HierarchicalPruner.Run(
            TrainedNet(), augmented, Quick with { Distillation = new() { External = ExternalTeacher.Stored([zeros(96, 4)]) } })).Message,
            StringComparison.Ordinal);
        Assert.Contains("compares features", Assert.Throws<ArgumentException>("options", () => HierarchicalPruner.Run(
            TrainedNet(), Data(), Quick with
            {
                Distillation = new() { External = Network(), Loss = DistillationLoss.Hints("features.4") },
            })).Message, StringComparison.Ordinal);
        using (var session = HierarchicalPruner.Start(
            TrainedNet(), TrainSet.Inputs, Quick with { Distillation = new() { External = Network() } }))
        {
            using var known = zeros(96, 4);
            Assert.Contains("stands above the original", Assert.Throws<ArgumentException>("originalOutput", () => session.Backward(
                TrainSet.Inputs, TrainSet.Labels, originalOutput: known)).Message, StringComparison.Ordinal);
        }
        Assert.Throws<ArgumentException>("answers", () => ExternalTeacher.Stored([]));
        Assert.Throws<ArgumentException>("answers", () => ExternalTeacher.Stored([zeros(4, 2), zeros(5, 2)]));
        Assert.Throws<ArgumentException>("name", () => ExternalTeacher.Function("", b => []));
    }

    private TinyNet Big()
    {
        var net = TinyNet.Seeded();
        ModelBits.Write(net, ModelBits.Of(TrainedNet()));
        using var quiet = no_grad();
        foreach (var parameter in net.parameters()) parameter.mul_(1.1);
        return net;
    }

    private IExternalTeacher Network() => ExternalTeacher.Network(Own(Big()), name: "big");

    /// <summary>Better every time that it is asked.</summary>
    private sealed class Rising : IMetric
    {
        private int _asked;

        public string Name => "rising";

        public IMetricAccumulator Start() => new Accumulator(++_asked);

        private sealed class Accumulator(int value) : IMetricAccumulator
        {
            public double Value => value;

            public void Add(IReadOnlyList<Tensor> outputs, PruningBatch batch)
            {
            }
        }
    }
}
