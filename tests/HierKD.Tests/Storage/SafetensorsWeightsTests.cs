using HierKD.Models;
using HierKD.Models.Special;
using TorchSharp.Modules;

namespace HierKD.Tests.Storage;

/// <summary>Weights of any model as a plain safetensors file.</summary>
public sealed class SafetensorsWeightsTests : ScopedTest
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("weights.safetensors");

    [Fact]
    public void What_is_saved_comes_back_bit_for_bit_in_the_same_objects()
    {
        using var folder = _folder;
        using var saved = Network(seed: 1);
        saved.train();
        _ = saved.call(randn(2, 3, 32, 32));
        using var loaded = Network(seed: 2);
        var objects = loaded.state_dict();
        SafetensorsWeights.Save(saved, Path);
        var result = SafetensorsWeights.Load(loaded, Path);

        Assert.Equal(([], []), (result.Missing.ToArray(), result.Unexpected.ToArray()));
        AssertSame(saved.state_dict(), loaded.state_dict());
        Assert.All(loaded.state_dict(), t => Assert.Same(objects[t.Key], t.Value));
        Assert.All(loaded.parameters(), p => Assert.True(p.requires_grad));
        Assert.Equal(1, loaded.state_dict()["bn1.num_batches_tracked"].ToInt64());
    }

    [Fact]
    public void The_keys_of_the_file_are_those_of_the_state_dictionary()
    {
        using var folder = _folder;
        using var model = Network();
        SafetensorsWeights.Save(model, Path);
        using var file = SafetensorsFile.Open(Path);
        Assert.Equal(model.state_dict().Keys.Order(StringComparer.Ordinal), file.Entries.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("pt", file.Metadata["format"]);
    }

    [Fact]
    public void A_prefix_is_pointed_out()
    {
        using var folder = _folder;
        using var saved = Network(seed: 1);
        using var loaded = Network(seed: 2);
        Write(saved.state_dict().Select(t => new KeyValuePair<string, Tensor>("module." + t.Key, t.Value)));
        Assert.Contains(
            "Load(model, path, new() { FilePrefix = \"module.\" }).",
            Assert.Throws<InvalidDataException>(() => SafetensorsWeights.Load(loaded, Path)).Message, StringComparison.Ordinal);
        Write(saved.state_dict()
            .Select(t => new KeyValuePair<string, Tensor>("module." + t.Key, t.Value))
            .Append(new("head.weight", ones(1))));
        Assert.Contains(
            "new() { FilePrefix = \"module.\", Skip = [\"head.weight\"] }",
            Assert.Throws<InvalidDataException>(() => SafetensorsWeights.Load(loaded, Path)).Message, StringComparison.Ordinal);
        var result = SafetensorsWeights.Load(loaded, Path, new() { Strict = false });
        Assert.StartsWith("missing: conv1.weight, ", result.ToString(), StringComparison.Ordinal);
        Assert.Contains("; unexpected: ", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_may_lack_the_counts_of_batches()
    {
        using var folder = _folder;
        using var saved = Network(seed: 1);
        using var loaded = Network(seed: 2);
        using (no_grad()) loaded.state_dict()["bn1.num_batches_tracked"].fill_(7);
        Write(saved.state_dict().Where(t => !t.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)));

        var result = SafetensorsWeights.Load(loaded, Path);

        Assert.Equal(loaded.state_dict().Keys.Where(k => k.EndsWith("num_batches_tracked", StringComparison.Ordinal)), result.Missing);
        Assert.NotEmpty(result.Missing);
        Assert.Equal(7, loaded.state_dict()["bn1.num_batches_tracked"].ToInt64());
        TensorAssert.Same(saved.state_dict()["linear.bias"], loaded.state_dict()["linear.bias"]);
    }

    [Fact]
    public void One_message_lists_all_that_does_not_fit_and_nothing_is_changed()
    {
        using var folder = _folder;
        using var model = Network();
        var before = Copy(model);
        var tensors =
            model.state_dict().Where(t => t.Key is not ("conv1.weight" or "linear.bias")).ToDictionary(t => t.Key, t => t.Value + 1);
        tensors["module.conv1.weight"] = ones(3);
        tensors["extra"] = ones(3);
        tensors["linear.weight"] = ones(10, 7);
        tensors["bn1.weight"] = tensors["bn1.weight"].to(float64);
        tensors["bn1.num_batches_tracked"] = tensors["bn1.num_batches_tracked"].to(float32);
        Write(tensors);

        var failure = Assert.Throws<InvalidDataException>(() => SafetensorsWeights.Load(model, Path));

        foreach (var part in new[]
        {
            Path, "CifarResNet", "not in the file (2): conv1.weight, linear.bias", "not in the model (2): module.conv1.weight, extra",
            "different (3): ",
            "linear.weight (Float32 [10, 7] in the file, Float32 [10, 16] in the model)",
            "bn1.weight (Float64 [4] in the file, Float32 [4] in the model)",
            "bn1.num_batches_tracked (Float32 [] in the file, Int64 [] in the model)",
        })
        {
            Assert.Contains(part, failure.Message, StringComparison.Ordinal);
        }
        AssertSame(before, model.state_dict());
    }

    [Theory]
    [InlineData("conv1.weight")]
    [InlineData("bn1.running_var")]
    public void One_missing_key_is_enough_to_refuse(string key)
    {
        using var folder = _folder;
        using var model = Network();
        Write(model.state_dict().Where(t => t.Key != key));
        Assert.Contains(
            $"not in the file (1): {key}", Assert.Throws<InvalidDataException>(() => SafetensorsWeights.Load(model, Path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Not_strict_it_loads_what_there_is_and_tells_the_rest()
    {
        using var folder = _folder;
        using var model = Network();
        var before = Copy(model);
        Write(new Dictionary<string, Tensor> { ["linear.bias"] = full(10, 3f), ["head.bias"] = ones(2) });

        var result = SafetensorsWeights.Load(model, Path, new() { Strict = false });

        Assert.Equal(["head.bias"], result.Unexpected);
        Assert.Equal(before.Keys.Where(k => k != "linear.bias"), result.Missing);
        TensorAssert.Close(Enumerable.Repeat(3.0, 10).ToArray(), model.state_dict()["linear.bias"], 0);
        before.Remove("linear.bias");
        AssertSame(before, model.state_dict().Where(t => t.Key != "linear.bias").ToDictionary());
    }

    [Fact]
    public void Not_strict_it_still_refuses_another_shape()
    {
        using var folder = _folder;
        using var model = Network();
        var before = Copy(model);
        Write(new Dictionary<string, Tensor> { ["linear.bias"] = ones(1), ["bn1.bias"] = ones(4) });
        var failure = Assert.Throws<InvalidDataException>(() => SafetensorsWeights.Load(model, Path, new() { Strict = false }));
        Assert.Contains("linear.bias (Float32 [1] in the file, Float32 [10] in the model)", failure.Message, StringComparison.Ordinal);
        AssertSame(before, model.state_dict());
    }

    [Fact]
    public void A_file_cut_short_changes_nothing()
    {
        using var folder = _folder;
        using var model = Network(seed: 1);
        SafetensorsWeights.Save(model, Path);
        System.IO.File.WriteAllBytes(Path, System.IO.File.ReadAllBytes(Path)[..^1]);
        using var other = Network(seed: 2);
        var before = Copy(other);
        Assert.Throws<InvalidDataException>(() => SafetensorsWeights.Load(other, Path));
        AssertSame(before, other.state_dict());
    }

    [Fact]
    public void Tied_weights_are_written_once_and_found_under_either_key()
    {
        using var folder = _folder;
        using var saved = new TiedWeightsNet();
        using var loaded = new TiedWeightsNet();
        SafetensorsWeights.Save(saved, Path);
        using (var file =
            SafetensorsFile.Open(Path)) Assert.Equal(saved.parameters().Distinct().Count() + saved.buffers().Count(), file.Entries.Count);
        SafetensorsWeights.Load(loaded, Path);
        AssertSame(saved.state_dict(), loaded.state_dict());
    }

    [Fact]
    public void A_frozen_parameter_is_loaded_and_stays_frozen()
    {
        using var folder = _folder;
        using var saved = Network(seed: 1);
        using var loaded = Network(seed: 2);
        foreach (var parameter in loaded.parameters()) parameter.requires_grad = false;
        SafetensorsWeights.Save(saved, Path);
        SafetensorsWeights.Load(loaded, Path);
        AssertSame(saved.state_dict(), loaded.state_dict());
        Assert.All(loaded.parameters(), p => Assert.False(p.requires_grad));
    }

    [Fact]
    public void Arguments_are_checked()
    {
        using var folder = _folder;
        using var model = Network();
        Assert.Throws<ArgumentNullException>("model", () => SafetensorsWeights.Load(null!, Path));
        Assert.Throws<ArgumentNullException>("model", () => SafetensorsWeights.Save(null!, Path));
        Assert.Throws<ArgumentException>("path", () => SafetensorsWeights.Load(model, ""));
        Assert.Throws<ArgumentException>("path", () => SafetensorsWeights.Save(model, ""));
        Assert.Throws<FileNotFoundException>(() => SafetensorsWeights.Load(model, Path));
    }

    private static CifarResNet Network(long seed = 1)
    {
        random.manual_seed(seed);
        return new CifarResNet(blocks: 1, width: 4);
    }

    private static Dictionary<string, Tensor> Copy(nn.Module model) =>
        model.state_dict().ToDictionary(t => t.Key, t => t.Value.detach().clone());

    private static void AssertSame(Dictionary<string, Tensor> expected, Dictionary<string, Tensor> actual)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach (var (key, value) in expected) TensorAssert.Same(value, actual[key], key);
    }

    private void Write(IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
        SafetensorsWriter.Write(Path, tensors.Select(t => (t.Key, t.Value)).ToArray(), NoMetadata);
}
