using System.Collections;

namespace HierKD.Tests.Run;

/// <summary>Frozen teachers of samples that never change are asked once.</summary>
public sealed class TeacherAnswersTests : RunTest
{
    private const long Samples = 96;
    private const long Answers = Samples * Patterns.Classes * sizeof(float);

    private static readonly PruningOptions OneShot =
        Quick with
        {
            Training = Quick.Training with
            {
                Joint = Quick.Training.Joint with { Epochs = 0 },
                FineTuning =
            Quick.Training.FineTuning with { Teacher = FineTuneTeacher.Original }
            }
        };

    private static readonly long Scoring = 2 * 32 * 3 * TinyCost.Whole;

    [Theory]
    [InlineData(long.MaxValue, 1)]
    [InlineData(Answers, 1)]
    [InlineData(Answers - 1, 2)]
    [InlineData(0, 2)]
    public void In_fine_tuning_the_original_is_asked_once_or_in_both_epochs(long room, int times)
    {
        using var result =
            HierarchicalPruner.Run(TrainedNet(), Data(), OneShot with { Training = OneShot.Training with { TeacherCacheBytes = room } });
        Assert.Equal(Scoring + Samples * (times * TinyCost.Whole + 2 * 3 * TinyCost.Of(result.Mask())), result.Report.TrainingMultiplyAdds);
    }

    [Theory]
    [InlineData(3, 1, 1, 1)]
    [InlineData(2, 1, 1, 2)]
    [InlineData(1, 1, 2, 2)]
    public void Of_several_as_many_are_remembered_as_there_is_room_for(int room, int assistant, int largest, int original)
    {
        var options = OneShot with
        {
            Training =
            OneShot.Training with
            {
                FineTuning =
                OneShot.Training.FineTuning with { Teacher = FineTuneTeacher.Ensemble },
                TeacherCacheBytes = room * Answers
            }
        };
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), options);
        var teachers = assistant * TinyCost.Of(result.Mask("assistant 1")) + (largest + original) * TinyCost.Whole;
        Assert.Equal(Scoring + Samples * (teachers + 2 * 3 * TinyCost.Of(result.Mask())), result.Report.TrainingMultiplyAdds);
    }

    [Fact]
    public void In_all_phases_together_the_original_is_asked_once()
    {
        var options = Quick with
        {
            Training =
            Quick.Training with
            {
                Joint = Quick.Training.Joint with { Epochs = 0, FixedMaskEpochs = 2 },
                FineTuning =
                Quick.Training.FineTuning with { Teacher = FineTuneTeacher.Original }
            }
        };
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), options);
        var levels = result.Levels.Sum(l => TinyCost.Of(result.Mask(l)));
        Assert.Equal(
            Scoring + Samples * (TinyCost.Whole + 2 * 3 * levels + 2 * 3 * TinyCost.Of(result.Mask())), result.Report.TrainingMultiplyAdds);
    }

    [Theory]
    [InlineData(LevelTeacher.Mean, FineTuneTeacher.Ladder)]
    [InlineData(LevelTeacher.Original, FineTuneTeacher.Ensemble)]
    [InlineData(LevelTeacher.NextLarger, FineTuneTeacher.Original)]
    public void What_is_remembered_is_what_they_answer(LevelTeacher joint, FineTuneTeacher fineTune)
    {
        var asked = Losses(0);
        var remembered = Losses(long.MaxValue);
        Assert.Equal(asked.Length, remembered.Length);
        Assert.All(asked.Zip(remembered), l => Assert.Equal(l.First, l.Second, 1e-4 * (1 + Math.Abs(l.First))));
        Assert.True(asked.Count(l => l > 0) > asked.Length / 2, "There is hardly anything to compare.");

        double[] Losses(long room)
        {
            var recorder = new Recorder();
            var options = Quick with
            {
                Distillation = new() { Teacher = joint },
                Training =
                Quick.Training with
                {
                    FineTuning =
                    Quick.Training.FineTuning with { Teacher = fineTune },
                    TeacherCacheBytes = room,
                    LearningRate = 1e-3
                }
            };
            HierarchicalPruner.Run(TrainedNet(), Data(), options, recorder).Dispose();
            return recorder.Reports.Where(r => r.Metrics.Count == 0).SelectMany(r => r.Losses).Select(l => l.Distillation).ToArray();
        }
    }

    [Fact]
    public void Batches_that_are_read_ahead_keep_their_numbers()
    {
        Assert.Equal(Student(prefetch: 0), Student(prefetch: 3));

        SortedDictionary<string, byte[]> Student(int prefetch)
        {
            var net = TrainedNet();
            var data = Data();
            using var result = HierarchicalPruner.Run(net, new PruningData(data.Train, data.Validation) { Prefetch = prefetch }, OneShot);
            Assert.Equal(Scoring + Samples * (TinyCost.Whole + 2 * 3 * TinyCost.Of(result.Mask())), result.Report.TrainingMultiplyAdds);
            return ModelBits.Of(net);
        }
    }

    [Fact]
    public void A_loss_that_looks_inside_has_them_asked_every_time()
    {
        var options = OneShot with { Distillation = new() { Loss = DistillationLoss.Hints("features.4") } };
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), options);
        Assert.Equal(Scoring + 2 * Samples * (TinyCost.Whole + 3 * TinyCost.Of(result.Mask())), result.Report.TrainingMultiplyAdds);
    }

    [Fact]
    public void Samples_without_numbers_have_them_asked_every_time()
    {
        var data = Data();
        using var result = HierarchicalPruner.Run(
            TrainedNet(), new PruningData(new NumberedBatches((TensorBatches)data.Train), data.Validation) { TrainBatches = 3 }, OneShot);
        Assert.Equal(Scoring + 2 * Samples * (TinyCost.Whole + 3 * TinyCost.Of(result.Mask())), result.Report.TrainingMultiplyAdds);
    }

    [Fact]
    public void Answers_of_several_shapes_have_them_asked_every_time()
    {
        using var net = PixelNet.Seeded();
        using var generator = new Generator(5);
        (Tensor, Tensor) Images(int side) =>
            (Own(randn([4, 1, side, side], generator: generator)), Own(zeros(4, side, side, dtype: int64)));
        var batches = new[] { Images(8), Images(8), Images(12) };
        var source = new OfSeveralSizes(batches);
        using var result = HierarchicalPruner.Run(net, new PruningData(source, [batches[0]], batches[0].Item1), OneShot);
        // 3 epochs of 3 batches would be read by fine-tuning and the first asking; as many as were needed before it.
        var epochs = source.Read;
        using var again = PixelNet.Seeded();
        using var longer = HierarchicalPruner.Run(
            again, new PruningData(source, [batches[0]], batches[0].Item1),
            OneShot with { Training = OneShot.Training with { FineTuning = OneShot.Training.FineTuning with { Epochs = 5 } } });
        Assert.Equal(epochs + 3 * 3, source.Read - epochs);
    }

    [Theory]
    [InlineData(1.4, 1)]
    [InlineData(1.6, 2)]
    [InlineData(0.4, 0)]
    public void A_budget_reckons_with_what_asking_once_costs(double epochs, int expected)
    {
        using var student =
            HierarchicalPruner.Run(
                TrainedNet(), Data(),
                OneShot with { Training = OneShot.Training with { FineTuning = OneShot.Training.FineTuning with { Epochs = 0 } } });
        var (once, epoch) = (Samples * TinyCost.Whole, Samples * 3 * TinyCost.Of(student.Mask()));
        using var result = HierarchicalPruner.Run(
            TrainedNet(), Data(),
            OneShot with { Training = OneShot.Training with { MultiplyAddBudget = Scoring + once + epochs * epoch } });
        Assert.Equal(Scoring + (expected == 0 ? 0 : once) + expected * epoch, result.Report.TrainingMultiplyAdds);
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        var net = TrainedNet();
        LiveTensors.AssertNoneLeft(() => HierarchicalPruner.Run(net, Data(), Quick).Dispose());
    }

    [Theory]
    [InlineData("twice", "gives sample 5 twice in an epoch")]
    [InlineData("missing", "gives no sample 95; every sample of its 96 has to come once in an epoch")]
    [InlineData("outside", "gives a sample the number 96; numbers are at least 0 and below Samples, which is 96")]
    [InlineData("negative", "gives a sample the number -1; numbers are at least 0")]
    [InlineData("count", "gives 31 numbers with a batch of 32 samples")]
    [InlineData("none", "gives a batch without numbers")]
    public void Numbers_that_are_none_are_refused(string how, string message)
    {
        var net = TrainedNet();
        var before = ModelBits.Of(net);
        var source = new Numbered(TrainSet.Batches(32), samples => how switch
        {
            "twice" => [.. samples.Select(s => s == 6 ? 5 : s)],
            "missing" => [.. samples.Where(s => s != 95)],
            "outside" => [.. samples.Select(s => s == 95 ? 96 : s)],
            "negative" => [.. samples.Select(s => s == 0 ? -1 : s)],
            "count" => [.. samples.Skip(1)],
            _ => null!,
        })
        { DropsLast = how == "missing" };
        var failure = Assert.Throws<ArgumentException>(
            "data", () => HierarchicalPruner.Run(net, new PruningData(source, ValidationSet.Batches(64)), OneShot));
        Assert.Contains("data.Train, an ISampleBatches, " + message, failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, ModelBits.Of(net));
    }

    [Fact]
    public void Less_than_nothing_is_refused() =>
        Assert.Contains("TeacherCacheBytes is -1; it must be 0 or more", Assert.Throws<ArgumentException>("TeacherCacheBytes", () =>
            HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { Training = new() { TeacherCacheBytes = -1 } })).Message,
            StringComparison.Ordinal);

    /// <summary>Images of several sizes with numbers, and how many batches were read.</summary>
    private sealed class OfSeveralSizes(IReadOnlyList<(Tensor x, Tensor y)> batches) : ISampleBatches
    {
        public int Read { get; private set; }

        public int Samples => batches.Count * 4;

        public IEnumerable<PruningBatch> Epoch(int number)
        {
            for (var i = 0; i < batches.Count; i++)
            {
                Read++;
                yield return new(batches[i].x, batches[i].y, [4 * i, 4 * i + 1, 4 * i + 2, 4 * i + 3]);
            }
        }

        public IEnumerator<PruningBatch> GetEnumerator() => Epoch(0).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>A source that may lie about its samples.</summary>
    private sealed class Numbered(TensorBatches batches, Func<IReadOnlyList<long>, IReadOnlyList<long>> numbers) : ISampleBatches
    {
        public bool DropsLast { get; init; }

        public int Samples => batches.Samples;

        public IEnumerable<PruningBatch> Epoch(int number)
        {
            foreach (var batch in batches.Epoch(number))
            {
                var given = numbers(batch.Samples!);
                var (x, y) = batch;
                yield return DropsLast ? new(x[..given.Count], y[..given.Count], given) : new(x, y, given);
            }
        }

        public IEnumerator<PruningBatch> GetEnumerator() => Epoch(0).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
