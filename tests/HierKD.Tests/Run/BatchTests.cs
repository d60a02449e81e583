using static TorchSharp.torch.nn;

namespace HierKD.Tests.Run;

/// <summary>Single batches that do not fit: found at the door where that can be, and named where not.</summary>
public sealed class BatchTests : BadInputTest
{
    [Fact]
    public void A_last_batch_of_one_is_refused_at_the_door()
    {
        using var net = WithNormalisedVector();
        Says(
            Refused<ArgumentException>(net, Tensors(33)), "data", "The last batch of data.Train has one sample", "layer '4'",
            "dropLast: true");
    }

    [Fact]
    public void It_can_be_left_out()
    {
        using var net = WithNormalisedVector();
        using var result = HierarchicalPruner.Run(net, Tensors(33, dropLast: true), Short);
        Assert.True(double.IsFinite(result.Report.Student.Metric));
    }

    [Fact]
    public void It_does_not_matter_where_a_sample_has_positions()
    {
        using var result = HierarchicalPruner.Run(Net, Tensors(33), Short);
        Assert.True(double.IsFinite(result.Report.Student.Metric));
    }

    [Fact]
    public void A_batch_of_one_from_any_other_source_is_named_in_its_step()
    {
        using var net = WithNormalisedVector();
        var failure = Refused<ArgumentException>(net, TrainWith(2, b => (b.X.narrow(0, 0, 1).clone(), b.Y.narrow(0, 0, 1).clone())), Short);
        Says(failure, "data", "Batch 3 of data.Train in epoch 1", "Layer '4' gets one value for each channel");
    }

    [Fact]
    public void Running_statistics_that_overflow_end_the_run_in_their_step()
    {
        // Their variance is beyond the type's range; what is divided by it is 0, and the loss finite.
        var failure = Refused<TrainingDivergedException>(TrainWith(2, b => (b.X * 1e25f, b.Y.clone())));
        Assert.Matches(@"the running statistics 'features\.\d+\.running_var' of level 'largest'", failure.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Labels_that_do_not_fit_in_a_later_batch(int index) => Says(
        Refused<ArgumentException>(TrainWith(index, b => (b.X.clone(), b.Y.full_like(7)))),
        "data", $"Batch {index + 1} of data.Train", "A label is 7", "4 classes");

    [Fact]
    public void Inputs_that_are_no_numbers_in_a_later_batch()
    {
        var failure = Refused<TrainingDivergedException>(TrainWith(2, b => (b.X.full_like(float.NaN), b.Y.clone())), Quick with
        {
            Training = Quick.Training with { Joint = Quick.Training.Joint with { ScoringBatches = 1 } }
        });
        Assert.StartsWith("Batch 3 of data.Train in epoch 1 has inputs that are not finite.", failure.Message, StringComparison.Ordinal);
        Assert.Equal("largest", failure.Loss!.Level);
    }

    [Fact]
    public void Inputs_that_are_no_numbers_in_a_later_validation_batch() => Says(
        Refused<ArgumentException>(ValidateWith(1, b => (b.X.full_like(float.NaN), b.Y.clone()))),
        "data", "Batch 2 of data.Validation", "not finite");

    [Fact]
    public void Labels_that_do_not_fit_in_a_later_validation_batch() => Says(
        Refused<ArgumentException>(ValidateWith(2, b => (b.X.clone(), b.Y.full_like(-1)))),
        "data", "Batch 3 of data.Validation", "A label is -1");

    [Fact]
    public void What_libtorch_says_of_a_batch_comes_without_its_stack()
    {
        var failure = Refused<InvalidOperationException>(TrainWith(2, b => (b.X.to(float64), b.Y.clone())));
        Assert.Contains("Batch 3 of data.Train", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.Message.Length < 500, failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void A_first_batch_of_another_type_is_refused_in_a_sentence()
    {
        var failure = Refused<ArgumentException>(TrainWith(0, b => (b.X.to(float64), b.Y.clone())));
        Assert.True(failure.Message.Length < 500, failure.Message);
        Says(failure, "data", "data.Train", "Float64");
    }

    private static PruningOptions Short { get; } = Quick with { Chain = TeacherChain.Explicit(0.5) };

    private PruningData Tensors(int samples, bool dropLast = false)
    {
        var (x, y) = (Own(TrainSet.Inputs.narrow(0, 0, samples).clone()), Own(TrainSet.Labels.narrow(0, 0, samples).clone()));
        return new PruningData(new TensorBatches(x, y, 32, shuffleSeed: 1, dropLast), ValidationSet.Batches(64));
    }

    /// <summary>A normalisation of one value for each channel and sample.</summary>
    private static TorchSharp.Modules.Sequential WithNormalisedVector()
    {
        manual_seed(3);
        return Sequential(Conv2d(1, 6, 3), ReLU(), Flatten(), Linear(6 * 36, 8), BatchNorm1d(8), ReLU(), Linear(8, 4));
    }
}
