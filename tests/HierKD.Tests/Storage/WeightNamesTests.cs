using HierKD.Tests.Run;

namespace HierKD.Tests.Storage;

/// <summary>Files with other names than the model, with more and with fewer tensors, and with another number of classes.</summary>
public sealed class WeightNamesTests : ScopedTest
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("weights.safetensors");

    [Theory]
    [InlineData("module.")]
    [InlineData("model.")]
    [InlineData("backbone.")]
    [InlineData("_orig_mod.")]
    [InlineData("_orig_mod.module.")]
    [InlineData("net.0.encoder.")]
    public void Any_prefix_of_the_file_is_proposed_and_taken_away(string prefix)
    {
        using var folder = _folder;
        var (saved, loaded) = (TinyNet.Seeded(1), TinyNet.Seeded(2));
        Write(saved.state_dict().Select(t => (prefix + t.Key, t.Value)));
        var options = WeightsCase.Proposed(WeightsCase.Refused(loaded, Path, SafetensorsWeights.Load));
        Assert.Equal(new WeightOptions { FilePrefix = prefix, Skip = options.Skip }, options);
        Assert.Empty(options.Skip);
        SafetensorsWeights.Load(loaded, Path, options);
        AssertSame(saved, loaded);
    }

    [Fact]
    public void A_part_of_a_file_is_taken_with_the_rest_skipped()
    {
        using var folder = _folder;
        var (saved, loaded) = (TinyNet.Seeded(1), TinyNet.Seeded(2));
        Write([.. saved.state_dict().Select(t => ("backbone." + t.Key, t.Value)), .. Many("head", 10)]);
        var options = WeightsCase.Proposed(WeightsCase.Refused(loaded, Path, SafetensorsWeights.Load));
        Assert.Equal(("backbone.", "head.*"), (options.FilePrefix, Assert.Single(options.Skip)));
        Assert.Equal(Many("head", 10).Select(t => t.Name), SafetensorsWeights.Load(loaded, Path, options).Skipped);
        AssertSame(saved, loaded);
    }

    [Fact]
    public void A_prefix_of_the_model_is_proposed_and_what_has_its_name_already_keeps_it()
    {
        using var folder = _folder;
        var saved = TinyNet.Seeded(1);
        using var inner = TinyNet.Seeded(2);
        using var loaded = nn.Sequential(("backbone", inner), ("head", nn.Linear(2, 2)));
        Write([.. saved.state_dict().Select(t => (t.Key, t.Value)), ("head.weight", ones(2, 2)), ("head.bias", ones(2))]);
        var options = WeightsCase.Proposed(WeightsCase.Refused(loaded, Path, SafetensorsWeights.Load));
        Assert.Equal(("", "backbone.", 0), (options.FilePrefix, options.ModelPrefix, options.Skip.Count));
        SafetensorsWeights.Load(loaded, Path, options);
        AssertSame(saved, inner);
        Assert.Equal([1f, 1], loaded.state_dict()["head.bias"].data<float>().ToArray());
    }

    [Fact]
    public void Of_two_keys_of_the_model_the_one_with_the_prefix_is_meant()
    {
        using var folder = _folder;
        using var loaded = nn.Sequential(
            ("backbone", nn.Sequential(("fc", nn.Linear(3, 2, hasBias: false)))), ("fc", nn.Linear(3, 2, hasBias: false)),
            ("head", nn.Linear(3, 2, hasBias: false)));
        var state = loaded.state_dict();
        var own = TensorAssert.Bits(state["fc.weight"]);
        Write([("fc.weight", ones(2, 3)), ("head.weight", zeros(2, 3))]);
        var result = SafetensorsWeights.Load(loaded, Path, new() { ModelPrefix = "backbone.", Strict = false });
        Assert.Equal(["fc.weight"], result.Missing);
        TensorAssert.Same(ones(2, 3), state["backbone.fc.weight"]);
        TensorAssert.Same(zeros(2, 3), state["head.weight"]);
        Assert.Equal(own, TensorAssert.Bits(state["fc.weight"]));
        // A file of the whole model has both, and nothing is guessed.
        Write([("fc.weight", ones(2, 3)), ("backbone.fc.weight", zeros(2, 3))]);
        Assert.Contains(
            "more than once in the file (1): backbone.fc.weight (as fc.weight and backbone.fc.weight)",
            WeightsCase.Refused(loaded, Path, SafetensorsWeights.Load, new() { ModelPrefix = "backbone.", Strict = false }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void One_prefix_takes_the_place_of_another()
    {
        using var folder = _folder;
        var saved = TinyNet.Seeded(1);
        using var inner = TinyNet.Seeded(2);
        using var loaded = nn.Sequential(("backbone", inner));
        Write(saved.state_dict().Select(t => ("encoder." + t.Key, t.Value)));
        SafetensorsWeights.Load(loaded, Path, new() { FilePrefix = "encoder.", ModelPrefix = "backbone." });
        AssertSame(saved, inner);
    }

    [Fact]
    public void Two_tensors_for_one_are_refused()
    {
        using var folder = _folder;
        using var linear = nn.Linear(3, 2, hasBias: false);
        Write([("weight", ones(2, 3)), ("module.weight", zeros(2, 3))]);
        Assert.Contains(
            "more than once in the file (1): weight (as weight and module.weight)",
            WeightsCase.Refused(linear, Path, SafetensorsWeights.Load, new() { FilePrefix = "module." }), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_number_of_classes_is_skipped_and_told()
    {
        using var folder = _folder;
        using var saved = nn.Sequential(("conv", nn.Conv2d(3, 4, 3)), ("norm", nn.BatchNorm2d(4)), ("fc", nn.Linear(4, 1000)));
        using var loaded = nn.Sequential(("conv", nn.Conv2d(3, 4, 3)), ("norm", nn.BatchNorm2d(4)), ("fc", nn.Linear(4, 10)));
        Write(saved.state_dict().Select(t => ("module." + t.Key, t.Value.is_floating_point() ? t.Value.to(float16) : t.Value)));
        var own = TensorAssert.Bits(loaded.state_dict()["fc.weight"]);
        var message = WeightsCase.Refused(loaded, Path, SafetensorsWeights.Load);
        Assert.EndsWith(
            "\n  To load it nevertheless: Load(model, path, new() { FilePrefix = \"module.\", Convert = true, " +
            "Skip = [\"fc.weight\", \"fc.bias\"] }); what Skip names stays as the model has it.", message, StringComparison.Ordinal);
        var result = SafetensorsWeights.Load(loaded, Path, WeightsCase.Proposed(message));
        Assert.Equal(["fc.weight", "fc.bias"], result.Skipped);
        Assert.Equal(6, result.Converted.Count);
        Assert.Equal(own, TensorAssert.Bits(loaded.state_dict()["fc.weight"]));
        TensorAssert.Same(saved.state_dict()["conv.weight"].to(float16).to(float32), loaded.state_dict()["conv.weight"]);

        foreach (var pattern in new[] { "fc.*", "module.fc.*", "*fc*" })
        {
            Assert.Equal(
                ["fc.weight", "fc.bias"],
                SafetensorsWeights.Load(loaded, Path, new() { FilePrefix = "module.", Convert = true, Skip = [pattern] }).Skipped);
        }
    }

    [Fact]
    public void What_only_one_side_has_is_skipped_too()
    {
        using var folder = _folder;
        using var linear = nn.Linear(3, 2);
        Write([("weight", ones(2, 3)), ("extra", ones(1))]);
        var result = SafetensorsWeights.Load(linear, Path, new() { Skip = ["bias", "extra"] });
        Assert.Equal(["extra", "bias"], result.Skipped);
        Assert.Empty(result.Missing);
        Assert.Contains(
            "not in the model (1): extra",
            WeightsCase.Refused(linear, Path, SafetensorsWeights.Load, new() { Skip = ["bias"] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_networks_file_gets_no_proposal()
    {
        using var folder = _folder;
        using var net = TinyNet.Seeded(1);
        Write(Many("layers", 30));
        Assert.DoesNotContain("Load(model", WeightsCase.Refused(net, Path, SafetensorsWeights.Load), StringComparison.Ordinal);
        Write([.. Many("layers", 30), ("\u001b[2J", ones(1))]);
        Assert.DoesNotContain("Load(model", WeightsCase.Refused(net, Path, SafetensorsWeights.Load), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_are_checked()
    {
        using var folder = _folder;
        using var linear = nn.Linear(3, 2);
        Assert.Throws<ArgumentException>(nameof(WeightOptions.Skip), () => SafetensorsWeights.Load(linear, Path, new() { Skip = [""] }));
        Assert.Throws<ArgumentNullException>(
            nameof(WeightOptions.FilePrefix), () => PyTorchWeights.Load(linear, Path, new() { FilePrefix = null! }));
        Assert.Throws<ArgumentException>("options", () => SafetensorsWeights.Load(linear, Path, new() { Entry = "model" }));
    }

    private static (string Name, Tensor)[] Many(string name, int count) =>
        [.. Enumerable.Range(0, count).Select(i => ($"{name}.{i}.weight", ones(1)))];

    private static void AssertSame(nn.Module expected, nn.Module actual)
    {
        var own = actual.state_dict();
        Assert.All(expected.state_dict(), t => TensorAssert.Same(t.Value, own[t.Key]));
    }

    private void Write(IEnumerable<(string, Tensor)> tensors) =>
        SafetensorsWriter.Write(Path, [.. tensors], new Dictionary<string, string>());
}
