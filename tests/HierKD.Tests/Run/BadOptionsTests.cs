namespace HierKD.Tests.Run;

public sealed class BadOptionsTests : BadInputTest
{
    public static TheoryData<string, string, TrainingOptions> BadTraining => new()
    {
        { nameof(TrainingOptions.Joint.Epochs), "-1", new() { Joint = new() { Epochs = -1 } } },
        { nameof(TrainingOptions.Joint.FixedMaskEpochs), "-1", new() { Joint = new() { FixedMaskEpochs = -1 } } },
        { nameof(TrainingOptions.MultiplyAddBudget), "0", new() { MultiplyAddBudget = 0 } },
        { nameof(TrainingOptions.MultiplyAddBudget), "Infinity", new() { MultiplyAddBudget = double.PositiveInfinity } },
        { nameof(TrainingOptions.FineTuning.WeightAverage), "1", new() { FineTuning = new() { WeightAverage = 1 } } },
        { nameof(TrainingOptions.Joint.ScoreInterval), "0", new() { Joint = new() { ScoreInterval = 0 } } },
        { nameof(TrainingOptions.FineTuning.Teacher), "9", new() { FineTuning = new() { Teacher = (FineTuneTeacher)9 } } },
        { nameof(TrainingOptions.FineTuning.Epochs), "-1", new() { FineTuning = new() { Epochs = -1 } } },
        { nameof(TrainingOptions.LearningRate), "0", new() { LearningRate = 0 } },
        { nameof(TrainingOptions.LearningRate), "-0.5", new() { LearningRate = -0.5 } },
        { nameof(TrainingOptions.LearningRate), "NaN", new() { LearningRate = double.NaN } },
        { nameof(TrainingOptions.LearningRate), "Infinity", new() { LearningRate = double.PositiveInfinity } },
        { nameof(TrainingOptions.FineTuning.LearningRate), "0", new() { FineTuning = new() { LearningRate = 0 } } },
        { nameof(TrainingOptions.FineTuning.LearningRate), "Infinity", new() { FineTuning =
            new() { LearningRate = double.PositiveInfinity } } },
        { nameof(TrainingOptions.Joint.FreezeMasksAt), "0", new() { Joint = new() { FreezeMasksAt = 0 } } },
        { nameof(TrainingOptions.Joint.FreezeMasksAt), "1.5", new() { Joint = new() { FreezeMasksAt = 1.5 } } },
        { nameof(TrainingOptions.Joint.FreezeMasksAt), "0.3", new() { Joint = new() { FreezeMasksAt = 0.3 } } },
        { nameof(TrainingOptions.Joint.MaskInterval), "0", new() { Joint = new() { MaskInterval = 0 } } },
        { nameof(TrainingOptions.Joint.ScoringBatches), "0", new() { Joint = new() { ScoringBatches = 0 } } },
        { nameof(TrainingOptions.FineTuning.Patience), "0", new() { FineTuning = new() { Patience = 0 } } },
        { nameof(TrainingOptions.Optimizer), "null", new() { Optimizer = null! } },
        { nameof(TrainingOptions.Joint.Shrinking), "null", new() { Joint = new() { Shrinking = null! } } },
        { nameof(TrainingOptions.LearningRateSchedule), "null", new() { LearningRateSchedule = null! } },
        { nameof(TrainingOptions.Joint.RecalibrationBatches), "-1", new() { Joint = new() { RecalibrationBatches = -1 } } },
    };

    [Theory]
    [MemberData(nameof(BadTraining))]
    public void Training_options_out_of_range_are_refused(string name, string value, TrainingOptions training) =>
        Says(Refused<ArgumentException>(Data(), Quick with { Training = training }), name, $"Options.{name} is {value}");

    [Theory]
    [InlineData(2, 5, nameof(TrainingOptions.Joint.Epochs))]
    [InlineData(5, 2, nameof(TrainingOptions.FineTuning.Epochs))]
    public void A_warm_up_that_leaves_nothing_of_a_phase_is_refused(int joint, int fineTune, string name) => Says(
        Refused<ArgumentException>(Data(), Quick with
        {
            Training =
            new()
            {
                Joint = new() { Epochs = joint },
                FineTuning =
                new() { Epochs = fineTune },
                LearningRateSchedule = LearningRateSchedule.Cosine(2.5)
            }
        }),
        name, "takes 2.5 epochs", $"{name} is 2");

    [Fact]
    public void A_warm_up_through_data_of_unknown_length_is_refused()
    {
        var options = Quick with { Training = Quick.Training with { LearningRateSchedule = LearningRateSchedule.Constant(0.5) } };
        Says(Refused<ArgumentException>(
            new(TrainSet.Batches(32).Where(_ => true), ValidationSet.Batches(64)), options), "data", "PruningData.TrainBatches");
    }

    [Fact]
    public void Distillation_options_out_of_range_are_refused()
    {
        Says(Refuse(new() { Weight = -1 }), nameof(DistillationOptions.Weight), "-1");
        Says(Refuse(new() { Weight = double.NaN }), nameof(DistillationOptions.Weight), "NaN");
        Says(Refuse(new() { TaskWeight = -2 }), nameof(DistillationOptions.TaskWeight), "-2");
        Says(Refuse(new() { TaskWeight = 0, Weight = 0 }), nameof(DistillationOptions.Weight), "both 0");

        ArgumentException Refuse(DistillationOptions distillation) =>
            Refused<ArgumentException>(Data(), Quick with { Distillation = distillation });
    }

    [Fact]
    public void Impossible_ways_to_measure_latency_are_refused()
    {
        Says(Refused<ArgumentException>(
            Data(), Quick with { Latency = new() { BatchSizes = [4, 0] } }), nameof(LatencyOptions.BatchSizes), "has 0", "at least 1");
        Says(Refused<ArgumentException>(
            Data(), Quick with { Latency = new() { Rounds = 0 } }), nameof(LatencyOptions.Rounds), "is 0", "at least 1");
        Assert.Equal(
            nameof(LatencyOptions.BatchSizes),
            Refused<ArgumentNullException>(Data(), Quick with { Latency = new() { BatchSizes = null! } }).ParamName);
    }

    [Fact]
    public void Missing_parts_are_refused()
    {
        Assert.Equal(nameof(PruningOptions.Chain), Refuse(Quick with { Chain = null! }));
        Assert.Equal(nameof(PruningOptions.Scorer), Refuse(Quick with { Scorer = null! }));
        Assert.Equal(nameof(PruningOptions.Pruner), Refuse(Quick with { Pruner = null! }));
        Assert.Equal(nameof(PruningOptions.Distillation), Refuse(Quick with { Distillation = null! }));
        Assert.Equal(nameof(PruningOptions.Task), Refuse(Quick with { Task = null! }));
        Assert.Equal(nameof(PruningOptions.Discovery), Refuse(Quick with { Discovery = null! }));
        Assert.Equal(nameof(PruningOptions.Training), Refuse(Quick with { Training = null! }));
        Assert.Equal(nameof(PruningOptions.Latency), Refuse(Quick with { Latency = null! }));

        string? Refuse(PruningOptions options) => Refused<ArgumentNullException>(Data(), options).ParamName;
    }

    [Theory]
    [InlineData(1.0, "1")]
    [InlineData(1.5, "1.5")]
    [InlineData(-0.1, "-0.1")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(0.0, "0")]
    public void A_ratio_out_of_range_is_refused(double ratio, string text)
    {
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => TeacherChain.Uniform(ratio)), "studentRatio", text, "1)");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => TeacherChain.Geometric(ratio)), "studentRatio", text, "1)");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => TeacherChain.Paper(ratio)), "studentRatio", text, "1)");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => TeacherChain.Explicit(ratio)), "ratios", text, "1)");
    }

    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(0.3, 0.6)]
    public void A_chain_that_does_not_shrink_is_refused(double student, double teacher) =>
        Says(Assert.Throws<ArgumentException>(
            () => TeacherChain.Explicit(student, teacher)), "ratios", "does not shrink", $"{student}", $"{teacher}");

    [Fact]
    public void A_chain_without_levels_is_refused() =>
        Says(Assert.Throws<ArgumentException>(() => TeacherChain.Explicit()), "ratios", "no level");

    [Fact]
    public void A_ratio_that_the_floor_of_each_layer_forbids_is_refused_with_the_largest_possible() =>
        Says(Refused<ArgumentException>(Data(), Quick with { Chain = TeacherChain.Uniform(0.9) }), "options", "0.9", "0.8");

    [Theory]
    [InlineData(Measure.Parameters)]
    [InlineData(Measure.MultiplyAdds)]
    public void So_is_a_budget_that_the_floor_of_each_layer_forbids(Measure measure) =>
        Says(
            Refused<ArgumentException>(Data(), Quick with { Chain = TeacherChain.Uniform(0.999).Of(measure) }), "options",
            $"0.999 of the {measure.Name()}", "the largest ratio for this model is 0.");

    [Theory]
    // 44 ms for the whole, 14 with two filters in each layer.
    [InlineData(0, "0.681.")]
    // Where small models are slower than large ones nothing is in reach.
    [InlineData(100, "0.")]
    public void So_is_a_time_that_it_forbids(long drag, string largest)
    {
        var clock = new FakeClock { Overhead = 6, Drag = drag };
        clock.Watch(Net, ("features.4", 1), ("features.7", 2), ("classifier.0", 1));
        Says(
            Refused<ArgumentException>(Data(), Quick with { Chain = TeacherChain.Uniform(0.7).Of(Measure.Latency), Clock = clock }),
            "options", "0.7 of the latency", $"the largest ratio for this model is {largest}");
    }

    [Fact]
    public void The_largest_possible_ratio_is_possible()
    {
        using var result = HierarchicalPruner.Run(Net, Data(), Quick with { Chain = TeacherChain.Uniform(0.8, 1) });
        Assert.Equal(6, result.Mask().Kept);
    }

    [Fact]
    public void An_excluded_layer_that_does_not_exist_is_refused() =>
        Says(Refused<ArgumentException>(
            Data(), Quick with { Discovery = new() { ExcludedLayers = ["features.99"] } }), "options", "'features.99'", "features.4");
}
