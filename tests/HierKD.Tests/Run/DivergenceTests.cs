namespace HierKD.Tests.Run;

public sealed class DivergenceTests : BadInputTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_later_batch_that_is_not_a_number_stops_the_run(int index)
    {
        var data = TrainWith(index, b => (b.X.full_like(float.NaN), b.Y.clone()));
        var failure = Refused<TrainingDivergedException>(
            data, Quick with { Training = Quick.Training with { Joint = Quick.Training.Joint with { ScoringBatches = 1 } } });
        Assert.Equal(("largest", double.NaN), (failure.Loss!.Level, failure.Loss!.Total));
        Assert.Contains("'largest' is NaN", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void A_loss_that_is_no_number_in_step_five_stops_the_run(double value, string text)
    {
        var step = 0;
        var options = WithLoss((output, y) =>
        {
            var loss = nn.functional.cross_entropy(output, y);
            return step >= 4 ? loss * value : loss;
        });
        var recorder = new Recorder(p => step = p.Phase == PruningPhase.Joint ? (p.Epoch - 1) * 3 + p.Step : 0);
        var failure = Refused<TrainingDivergedException>(Data(), options, recorder);
        Assert.Equal(4, recorder.Reports.Count(r => r.Metrics.Count == 0));
        Assert.Contains($"is {text}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_no_number_in_fine_tuning_stops_the_run()
    {
        var fineTuning = false;
        var options = WithLoss((output, y) => nn.functional.cross_entropy(output, y) * (fineTuning ? double.NaN : 1));
        var failure = Refused<TrainingDivergedException>(Data(), options, new Recorder(p => fineTuning = p.Phase == PruningPhase.FineTune));
        Assert.Equal("student", failure.Loss!.Level);
    }

    [Fact]
    public void A_loss_that_is_no_number_at_the_door_is_refused()
    {
        var options = WithLoss((output, y) => nn.functional.cross_entropy(output, y) * double.NaN);
        Says(Refused<ArgumentException>(Data(), options), "data", "data.Train", "NaN");
    }

    [Fact]
    public void A_distillation_loss_that_is_no_number_stops_the_run()
    {
        var options = Quick with { Distillation = new() { Loss = new DividedByZero() } };
        var failure = Refused<TrainingDivergedException>(Data(), options);
        Assert.True(double.IsFinite(failure.Loss!.Task));
        Assert.False(double.IsFinite(failure.Loss!.Distillation));
    }

    [Fact]
    public void A_learning_rate_that_diverges_stops_the_run() =>
        Refused<TrainingDivergedException>(Data(), Quick with { Training = Quick.Training with { LearningRate = 1e12 } });

    /// <summary>No loss is computed after the last step; the student must not become a model of NaNs unnoticed.</summary>
    [Fact]
    public void A_last_step_that_diverges_stops_the_run()
    {
        var data = new PruningData(TrainSet.Batches(96), ValidationSet.Batches(64));
        var options = Quick with
        {
            Training =
            new()
            {
                Joint =
                new() { Epochs = 1, Shrinking = RatioSchedule.Immediate },
                FineTuning = new() { Epochs = 0 },
                LearningRate = 1e38
            }
        };
        Refused<TrainingDivergedException>(data, options);
    }

    private static PruningOptions WithLoss(Func<Tensor, Tensor, Tensor> loss) =>
        Quick with { Task = new PruningTask(loss, (output, y) => output.argmax(1).eq(y).to(float32).mean().ToDouble(), "top-1") };

    private sealed class DividedByZero : IDistillationLoss
    {
        public Tensor Compute(DistillationStep step) => (step.Output - step.TeacherOutput).square().mean() / 0.0;
    }
}
