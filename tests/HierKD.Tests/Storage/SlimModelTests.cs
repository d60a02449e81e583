using HierKD.Models;

namespace HierKD.Tests;

/// <summary>A pruned model and its file.</summary>
public sealed class SlimModelTests : ScopedTest
{
    public static TheoryData<string> Networks => TestNetwork.All;

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_loaded_model_is_the_level_that_was_saved_bit_for_bit(string name)
    {
        using var folder = new TemporaryFolder();
        var network = TestNetwork.Named(name);
        using var model = network.Create(float32);
        var input = network.Input(float32);
        using var session =
            HierarchicalPruner.Start(model, input, new() { Chain = TeacherChain.Explicit(0.1), Discovery = network.Options });
        session.Student.SetMask(FilterMasks.Random(session.Graph, seed: 9));
        using var cut = session.Cut(session.Student);
        SlimModel.Save(folder.File("a.hierkd"), cut, session.Working.Tensors);
        session.Finish(session.Student);
        model.eval();

        using var loaded = SlimModel.Load(folder.File("a.hierkd"), network.Make);
        using var quiet = no_grad();
        Assert.False(loaded.training);
        TensorAssert.Same(model.call(input), loaded.call(input));
        var expected = model.state_dict();
        var actual = loaded.state_dict();
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, t => TensorAssert.Same(t.Value, actual[t.Key], t.Key));
        Assert.All(loaded.parameters(), p => Assert.True(p.requires_grad));
    }

    [Fact]
    public void The_manifest_holds_the_kept_channels_of_each_layer()
    {
        using var folder = new TemporaryFolder();
        Save(folder.File("a"));
        using var file = SafetensorsFile.Open(folder.File("a"));
        var manifest = SlimManifest.Of("a", file, file.Metadata["hierkd"]);
        Assert.Equal((2, "student"), (manifest.Version, manifest.Level));
        Assert.Equal(
            ["features.3", "features.4", "features.7", "features.8", "classifier.0", "classifier.2"], manifest.Layers.Select(l => l.Name));
        var layer = manifest.Layers.Single(l => l.Name == "features.7");
        Assert.Equal((8, 6), (layer.Outputs!.Of, layer.Inputs!.Of));
        Assert.Equal([0, 3], layer.Inputs.Kept);
        Assert.Equal([0, 1, 2, 3, 4, 5], layer.Outputs.Kept);
        Assert.Equal("pt", file.Metadata["format"]);
    }

    [Fact]
    public void A_network_of_another_width_is_refused() =>
        Refused("features.3", s => s, () => new VggBn([[4, 7], [8]], hidden: 10, classes: 3, inputChannels: 2, imageSize: 8));

    [Fact]
    public void A_network_of_another_width_where_nothing_was_pruned_is_refused() =>
        Refused("features.0.weight", s => s, () => new VggBn([[4, 6], [8]], hidden: 10, classes: 3, inputChannels: 3, imageSize: 8));

    [Fact]
    public void A_network_with_other_layers_is_refused()
    {
        Refused("features.3", s => s, () => new PlainNet());
        Refused("features", s => s, () => new VggBn([[4, 6], [8, 8]], hidden: 10, classes: 3, inputChannels: 2, imageSize: 8));
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Values_are_converted_to_the_networks_type(ScalarType type)
    {
        using var folder = new TemporaryFolder();
        Save(folder.File("a"));
        using var own = SlimModel.Load(folder.File("a"), Make);
        using var other = SlimModel.Load(folder.File("a"), () => Make().to(type));
        var expected = own.state_dict();
        Assert.All(other.state_dict(), t => TensorAssert.Same(expected[t.Key].to(t.Value.dtype), t.Value, t.Key));
        Assert.All(other.parameters(), p => Assert.Equal(type, p.dtype));
    }

    [Fact]
    public void Values_that_the_networks_type_cannot_hold_are_refused()
    {
        using var folder = new TemporaryFolder();
        using (var model = new SessionModel())
        using (var session = model.Start())
        {
            using var quiet = no_grad();
            using var cut = session.Cut(session.Student);
            cut.Values[0].fill_(1e10);
            SlimModel.Save(folder.File("a"), cut, session.Working.Tensors);
        }
        var failure = Assert.Throws<InvalidDataException>(() => SlimModel.Load(folder.File("a"), () => Make().to(float16)));
        Assert.Contains("too large for the network's Float16", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_types_and_shapes_are_compared_before_any_data_is_read()
    {
        foreach (var (type, shape, reason) in new[]
        {
            (float32, new long[] { 4 }, "tensor 'bias' is [4], the network's would be [3]"),
            (int64, [3], "tensor 'bias' is Int64, the network's is Float32"),
        })
        {
            var entries = new Dictionary<string, (ScalarType, long[])> { ["weight"] = (float32, [3, 2]), ["bias"] = (type, shape) };
            var reader =
                new SlimModelReader("'a'", new SlimManifest(2, "student", []), entries, name => throw new NotSupportedException(name));
            Assert.Contains(
                reason, Assert.Throws<InvalidDataException>(() => reader.Make(() => nn.Linear(2, 3))).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_newer_version_is_refused_and_says_what_to_do() =>
        Refused("Use a later HierKD", json => json.Replace("\"version\":2", "\"version\":3", StringComparison.Ordinal), Make);

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"version":1}""")]
    [InlineData("""{"version":1,"level":"x","layers":[null]}""")]
    [InlineData("""{"version":1,"level":"x","layers":[{}]}""")]
    [InlineData("""{"version":1,"level":"x","layers":[{"name":"features.3","outputs":{"of":6,"kept":[]}}]}""")]
    [InlineData("""{"version":1,"level":"x","layers":[{"name":"features.3","outputs":{"of":6}}]}""")]
    [InlineData("""{"version":1,"level":"x","layers":[{"name":"features.3","outputs":{"of":6,"kept":[3,0]}}]}""")]
    [InlineData("""{"version":1,"level":"x","layers":[{"name":"features.3","outputs":{"of":6,"kept":[0,0]}}]}""")]
    [InlineData("""{"version":1,"level":"x","layers":[{"name":"features.3","outputs":{"of":6,"kept":[0,6]}}]}""")]
    [InlineData("""{"version":1,"level":"x","layers":[{"name":"features.3","outputs":{"of":6,"kept":[-1,2]}}]}""")]
    [InlineData("""{"version":1,"level":"x","layers":[{"name":"nowhere","outputs":{"of":6,"kept":[0]}}]}""")]
    [InlineData(
        """{"version":1,"level":"x","layers":[{"name":"features.3","outputs":{"of":6,"kept":[0,3]}},""" +
        """{"name":"features.3","outputs":{"of":6,"kept":[0,3]}}]}""")]
    public void A_manifest_that_makes_no_sense_is_refused(string manifest) => Refused("", _ => manifest, Make);

    [Fact]
    public void A_safetensors_file_of_something_else_is_refused()
    {
        using var folder = new TemporaryFolder();
        SafetensorsWriter.Write(folder.File("a"), [("x", ones(1))], new Dictionary<string, string> { ["format"] = "pt" });
        Assert.Contains(
            "not a slim model", Assert.Throws<InvalidDataException>(() => SlimModel.Load(folder.File("a"), Make)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_are_checked()
    {
        Assert.Throws<ArgumentException>("path", () => SlimModel.Load("", Make));
        Assert.Throws<ArgumentNullException>("create", () => SlimModel.Load<VggBn>("a", null!));
        using var folder = new TemporaryFolder();
        Save(folder.File("a"));
        Assert.Throws<ArgumentException>("create", () => SlimModel.Load<VggBn>(folder.File("a"), () => null!));
    }

    internal static VggBn Make() => new([[4, 6], [8]], hidden: 10, classes: 3, inputChannels: 2, imageSize: 8);

    /// <summary>A student of it, of which layer 'features.7' reads channels 0 and 3.</summary>
    internal static void Save(string path)
    {
        using var model = new SessionModel();
        using var session = model.Start();
        session.Student.SetMask(FilterMask.Of(session.Graph, [
            [true, false, false, true, false, false], Enumerable.Range(0, 8).Select(f => f < 6), Enumerable.Range(0, 10).Select(f => f > 3)
        ]));
        using var cut = session.Cut(session.Student);
        SlimModel.Save(path, cut, session.Working.Tensors);
    }

    /// <summary>Saves a model, changes its manifest and expects the file to be refused, by a message with a word in it.</summary>
    private static void Refused(string word, Func<string, string> change, Func<nn.Module> create)
    {
        using var folder = new TemporaryFolder();
        Save(folder.File("good"));
        using (var file = SafetensorsFile.Open(folder.File("good")))
        {
            var metadata = file.Metadata.ToDictionary(m => m.Key, m => m.Key == "hierkd" ? change(m.Value) : m.Value);
            SafetensorsWriter.Write(folder.File("bad"), file.Entries.Keys.Select(k => (k, file.Read(k))).ToArray(), metadata);
        }
        var failure = Assert.Throws<InvalidDataException>(() => SlimModel.Load(folder.File("bad"), create));
        Assert.Contains(folder.File("bad"), failure.Message, StringComparison.Ordinal);
        Assert.Contains(word, failure.Message, StringComparison.Ordinal);
    }
}
