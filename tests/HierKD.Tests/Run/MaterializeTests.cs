namespace HierKD.Tests.Run;

/// <summary>Every level of a run as an ordinary model.</summary>
public sealed class MaterializeTests : RunTest
{
    [Fact]
    public void Every_level_is_the_model_that_its_saved_file_gives()
    {
        var net = TrainedNet();
        using var result = HierarchicalPruner.Run(net, Data(), Quick);
        foreach (var level in result.Levels)
        {
            using var model = result.Materialize(level, () => TinyNet.Seeded(77));
            var path = TemporaryFile($"{level}.hierkd");
            result.Save(path, level);
            using var loaded = SlimModel.Load(path, () => TinyNet.Seeded(78));
            Assert.Equal(ModelBits.Of(loaded), ModelBits.Of(model));
            Assert.Equal(
                OrdinaryTraining.OutputBits(loaded, ValidationSet.Inputs), OrdinaryTraining.OutputBits(model, ValidationSet.Inputs));
            Assert.Equal(result.Report.Lines.Last(l => l.Name == level).Parameters, Recount.Parameters(model));
            Assert.False(model.training);
        }
        using var student = result.Materialize("student", () => TinyNet.Seeded(77));
        Assert.Equal(ModelBits.Of(net), ModelBits.Of(student));
    }

    [Fact]
    public void Models_share_nothing_with_the_result_or_with_each_other()
    {
        var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick);
        using var one = result.Materialize("largest", () => TinyNet.Seeded(77));
        using var other = result.Materialize("largest", () => TinyNet.Seeded(77));
        var before = ModelBits.Of(other);
        using (var optimizer = optim.SGD(one.parameters(), 0.1)) OrdinaryTraining.Step(one, optimizer, TrainSet.Inputs, TrainSet.Labels);
        Assert.Equal(before, ModelBits.Of(other));
        using (var third = result.Materialize("largest", () => TinyNet.Seeded(77))) Assert.Equal(before, ModelBits.Of(third));
        result.Dispose();
        Assert.Equal(before, ModelBits.Of(other));
        Assert.Throws<ObjectDisposedException>(() => result.Materialize("largest", () => TinyNet.Seeded(77)));
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick);
        // TorchSharp leaves some of any model that is disposed.
        var before = LiveTensors.Count;
        TinyNet.Seeded(77).Dispose();
        var ofAnyModel = LiveTensors.Count - before;

        before = LiveTensors.Count;
        foreach (var level in result.Levels) result.Materialize(level, () => TinyNet.Seeded(77)).Dispose();
        Assert.Equal(before + result.Levels.Count * ofAnyModel, LiveTensors.Count);

        before = LiveTensors.Count;
        Assert.Throws<ArgumentException>(() => result.Materialize("student", () => new TinyNet(outputs: 3)));
        Assert.Equal(before + ofAnyModel, LiveTensors.Count);
    }

    [Fact]
    public void Another_network_is_refused_with_the_reason()
    {
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick);
        Refused("tensor 'classifier.3.weight'", () => new TinyNet(outputs: 3));
        Refused("it prunes layer 'features.", () => nn.Linear(3, 4));
        Refused("layer 'features.", () => result.Materialize("student", () => TinyNet.Seeded(77)));

        void Refused(string reason, Func<nn.Module> create)
        {
            var failure = Assert.Throws<ArgumentException>(() => result.Materialize("student", create));
            Assert.Equal("create", failure.ParamName);
            Assert.StartsWith(
                "Level 'student' does not fit the network that was made for it: " + reason, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Bad_arguments_fail_at_the_door()
    {
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick);
        var unknown = Assert.Throws<ArgumentException>(() => result.Materialize("biggest", () => TinyNet.Seeded(77)));
        Assert.Equal("level", unknown.ParamName);
        Assert.Contains("student, assistant 1, largest", unknown.Message, StringComparison.Ordinal);
        Assert.Equal("level", Assert.Throws<ArgumentException>(() => result.Materialize("", () => TinyNet.Seeded(77))).ParamName);
        Assert.Equal("level", Assert.Throws<ArgumentNullException>(() => result.Materialize(null!, () => TinyNet.Seeded(77))).ParamName);
        Assert.Equal("create", Assert.Throws<ArgumentNullException>(() => result.Materialize<TinyNet>("student", null!)).ParamName);
        Assert.Equal("create", Assert.Throws<ArgumentException>(() => result.Materialize<TinyNet>("student", () => null!)).ParamName);
    }
}
