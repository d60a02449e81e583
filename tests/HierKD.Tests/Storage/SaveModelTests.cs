using HierKD.Tests.Run;

namespace HierKD.Tests.Storage;

/// <summary>A model can be saved after a session of one's own, and after training it further.</summary>
public sealed class SaveModelTests : RunTest
{
    [Fact]
    public void After_a_session_of_ones_own()
    {
        using var model = TrainedNet();
        var session = HierarchicalPruner.Start(model, TrainSet.Inputs[..4], new() { Chain = TeacherChain.Uniform(0.5, 1) });
        session.ScoreOriginal(TrainSet.Inputs, TrainSet.Labels);
        session.UpdateMasks();
        var mask = session.Finish(session.Student);
        AssertRoundTrip(model, mask);
    }

    [Fact]
    public void After_training_further()
    {
        using var model = TrainedNet();
        using var result = HierarchicalPruner.Run(model, Data(), Quick);
        using (no_grad())
        {
            foreach (var parameter in model.parameters()) parameter.mul_(1.25);
        }
        AssertRoundTrip(model, result.Mask());
    }

    [Fact]
    public void The_mask_of_another_shape_is_refused()
    {
        using var model = TrainedNet();
        using var result = HierarchicalPruner.Run(model, Data(), Quick);
        using var whole = TrainedNet();
        var path = TemporaryFile("whole.hierkd");
        Assert.Throws<ArgumentException>("mask", () => SlimModel.Save(path, whole, result.Mask()));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void The_file_says_which_level_it_is()
    {
        using var model = TrainedNet();
        using var session = HierarchicalPruner.Start(model, TrainSet.Inputs[..4], new() { Chain = TeacherChain.Uniform(0.5, 1) });
        var mask = session.Finish(session.Levels[1]);
        var path = TemporaryFile("level.hierkd");
        Assert.Equal("level", Assert.Throws<ArgumentException>(() => SlimModel.Save(path, model, mask, "")).ParamName);
        SlimModel.Save(path, model, mask, "largest");
        using var file = SafetensorsFile.Open(path);
        Assert.Equal("largest", SlimManifest.Of(path, file, file.Metadata[SlimManifest.MetadataKey]).Level);
        AssertRoundTrip(model, mask);
    }

    [Fact]
    public void Who_reads_it_as_plain_weights_is_told_what_it_is()
    {
        using var model = TrainedNet();
        using var result = HierarchicalPruner.Run(model, Data(), Quick);
        var path = TemporaryFile("small.hierkd");
        result.Save(path);
        Assert.Contains(
            "SlimModel.Load makes it of a new one",
            Assert.Throws<InvalidDataException>(() => SafetensorsWeights.Load(TrainedNet(), path)).Message, StringComparison.Ordinal);
        // In the student itself they fit.
        SafetensorsWeights.Load(model, path);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        using var model = TrainedNet();
        using var result = HierarchicalPruner.Run(model, Data(), Quick);
        var folder = TemporaryFile("nowhere");
        Assert.EndsWith(
            $"there is no folder '{folder}'; make it first.",
            Assert.Throws<DirectoryNotFoundException>(() => result.Save(Path.Combine(folder, "a.hierkd"))).Message,
            StringComparison.Ordinal);
    }

    private void AssertRoundTrip(TinyNet model, FilterMask mask)
    {
        var path = TemporaryFile("own.hierkd");
        SlimModel.Save(path, model, mask);
        using var loaded = SlimModel.Load(path, () => new TinyNet());
        using var quiet = no_grad();
        model.eval();
        using var difference = model.call(ValidationSet.Inputs) - loaded.call(ValidationSet.Inputs);
        Assert.Equal(0, difference.abs().max().ToDouble());
        Assert.Equal(Recount.Parameters(model), Recount.Parameters(loaded));
    }
}
