namespace HierKD.Tests.Run;

public sealed class BadLabelTests : BadInputTest
{
    [Theory]
    [InlineData(ScalarType.Int32, "Int32")]
    [InlineData(ScalarType.Float32, "Float32")]
    public void Labels_of_another_type_are_refused(ScalarType type, string name)
    {
        Says(Refused<ArgumentException>(TrainWith(0, b => (b.X.clone(), b.Y.to(type)))), "data", "data.Train", name, "int64");
        Says(Refused<ArgumentException>(ValidateWith(0, b => (b.X.clone(), b.Y.to(type)))), "data", "data.Validation", name, "int64");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(255)]
    [InlineData(-1)]
    public void A_label_out_of_range_is_refused(long label)
    {
        Says(Refused<ArgumentException>(
            TrainWith(0, b => (b.X.clone(), With(b.Y, label)))), "data", "data.Train", $"A label is {label};", "4 classes", "[0, 4)");
        Says(Refused<ArgumentException>(
            ValidateWith(0, b => (b.X.clone(), With(b.Y, label)))), "data", "data.Validation", $"A label is {label};", "4 classes");
    }

    [Fact]
    public void Labels_of_another_shape_are_refused()
    {
        Says(Refused<ArgumentException>(
            TrainWith(0, b => (b.X.clone(), b.Y.unsqueeze(1).clone()))), "data", "data.Train", "[32, 1]", "[32]");
        Says(Refused<ArgumentException>(
            TrainWith(0, b => (b.X.clone(), b.Y.narrow(0, 0, 31).clone()))), "data", "data.Train", "[31]", "[32]");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_later_label_out_of_range_stops_the_run_and_is_named(int index)
    {
        // With one scoring batch the label is met in the joint phase, with three before it.
        foreach (var scoringBatches in new[] { 1, 3 })
        {
            var options =
                Quick with { Training = Quick.Training with { Joint = Quick.Training.Joint with { ScoringBatches = scoringBatches } } };
            var failure = Refused<ArgumentException>(TrainWith(index, b => (b.X.clone(), With(b.Y, 7))), options);
            Assert.Contains("A label is 7;", failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Later_labels_of_another_type_stop_the_run_and_are_named(int scoringBatches)
    {
        var options =
            Quick with { Training = Quick.Training with { Joint = Quick.Training.Joint with { ScoringBatches = scoringBatches } } };
        var failure = Refused<ArgumentException>(TrainWith(2, b => (b.X.clone(), b.Y.to(ScalarType.Int32))), options);
        Assert.Contains("Int32", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_validation_label_out_of_range_stops_the_run_and_is_named()
    {
        var failure = Refused<ArgumentException>(ValidateWith(2, b => (b.X.clone(), With(b.Y, 7))));
        Assert.Contains("A label is 7;", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Regression_targets_of_another_shape_are_refused()
    {
        var options = Quick with { Task = PruningTask.Regression() };
        Says(Refused<ArgumentException>(
            TrainWith(0, b => (b.X.clone(), zeros(32, 3))), options), "data", "data.Train", "[32, 3]", "[32, 4]");
        Says(Refused<ArgumentException>(
            TrainWith(0, b => (b.X.clone(), zeros(32, 4, dtype: int64))), options), "data", "data.Train", "Int64", "Float32");
    }

    private static Tensor With(Tensor labels, long last)
    {
        var copy = labels.clone();
        copy[31] = tensor(last);
        return copy;
    }
}
