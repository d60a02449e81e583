namespace HierKD.Tests;

/// <summary>Blocks, patterns and predicates that keep their channels.</summary>
public sealed class ExclusionTests : DiscoveryTest
{
    [Fact]
    public void A_block_keeps_the_channels_of_every_layer_in_it()
    {
        var groups = Groups(new() { ExcludedLayers = ["layer2"] });
        Assert.DoesNotContain(groups, g => g.StartsWith("layer2.", StringComparison.Ordinal));
        // What the block reads stays as well.
        Assert.Equal(["layer1.0.conv1", "layer3.0.conv1"], groups.Where(g => g.EndsWith("conv1", StringComparison.Ordinal)));
        Assert.Equal(groups, Groups(new() { ExcludedLayers = ["layer2.**"] }));
        Assert.Equal(groups, Groups(new() { ExcludeWhere = (path, _) => path == "layer2" }));
    }

    [Fact]
    public void A_pattern_keeps_what_it_names()
    {
        var groups = Groups(new() { ExcludedLayers = ["layer1.*.conv*"], PruneFirstLayer = true });
        Assert.Equal(["layer2.0.conv1", "layer3.0.conv1"], groups);
        Assert.Equal(groups, Groups(new() { ExcludedLayers = ["**.layer1.0"], PruneFirstLayer = true }));
        Assert.Equal(groups, Groups(new() { ExcludedLayers = ["layer1"], PruneFirstLayer = true }));
    }

    [Fact]
    public void A_predicate_sees_paths_and_modules_and_may_say_no_to_all()
    {
        List<string> asked = [];
        var groups = Groups(new()
        {
            PruneFirstLayer = true,
            ExcludeWhere = (path, module) =>
            {
                asked.Add($"{path}: {module.GetType().Name}");
                return false;
            },
        });
        Assert.Contains("layer1.0.conv1: Conv2d", asked);
        Assert.Contains("layer1: Sequential", asked);
        Assert.Equal(asked.Count, asked.Distinct().Count());
        Assert.Equal(groups, Groups(new() { PruneFirstLayer = true }));
        Assert.Contains("conv1", groups);
    }

    [Fact]
    public void A_predicate_of_modules_excludes_them()
    {
        var graph = Discovered("vgg", new() { ExcludeWhere = (_, module) => module is TorchSharp.Modules.BatchNorm2d });
        Assert.Equal(["classifier.0"], graph.Groups.Select(g => g.Name));
    }

    [Fact]
    public void What_a_predicate_throws_goes_to_the_caller_and_the_model_stays()
    {
        using var model = TestNetwork.Named("vgg").Create(float32);
        var snapshot = new ModelSnapshot(model);
        var thrown = new NotSupportedException("mine");
        Assert.Same(thrown, Assert.Throws<NotSupportedException>(() => FilterGraph.Discover(
            model, TestNetwork.Named("vgg").Input(float32), new() { ExcludeWhere = (_, _) => throw thrown })));
        snapshot.AssertUnchanged();
    }

    [Fact]
    public void A_module_of_the_users_own_keeps_what_meets_its_tensors()
    {
        var graph = Discovered("own scale", TestNetwork.Named("own scale").Options);
        var scale = graph.Groups.SelectMany(g => g.Members).Select(m => m.Layer).First(l => l.EndsWith("scale", StringComparison.Ordinal));
        var kept = Discovered("own scale", TestNetwork.Named("own scale").Options with { ExcludedLayers = [scale] });
        Assert.DoesNotContain(kept.Groups.SelectMany(g => g.Members), m => m.Layer == scale);
    }

    [Theory]
    [InlineData("layer4", "'layer4'", "'layer1', 'layer2', 'layer3'")]
    [InlineData("layer2.0.conv9", "'layer2.0.conv9'", "'layer2.0.conv1'")]
    [InlineData("layr*.0", "'layr*.0'", "'layer1.0'")]
    [InlineData("layer2.conv**", "in 'conv**' write *", "whole names")]
    public void What_names_nothing_is_refused_with_the_nearest_names(string path, params string[] says)
    {
        using var model = TestNetwork.Named("cifar resnet").Create(float32);
        var failure = Assert.ThrowsAny<ArgumentException>(() => FilterGraph.Discover(
            model, TestNetwork.Named("cifar resnet").Input(float32), new() { ExcludedLayers = [path] }));
        Assert.Contains("DiscoveryOptions.ExcludedLayers has ", failure.Message, StringComparison.Ordinal);
        Assert.All(says, word => Assert.Contains(word, failure.Message, StringComparison.Ordinal));
        Assert.Contains(failure.ParamName, (string[])["options", "ExcludedLayers"]);
    }

    [Fact]
    public void A_block_that_the_forward_does_not_call_is_refused()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(layer("b").call(layer("a").call(x)).relu()), ("a", Conv(2, 4)), ("b", Conv(4, 5)),
            ("c", Conv(5, 2)), ("spare", nn.Sequential(("inner", Conv(4, 7)))));
        var failure =
            Assert.Throws<ArgumentException>("options", () => FilterGraph.Discover(model, Image(2), new() { ExcludedLayers = ["spare"] }));
        Assert.Contains("The forward calls no layer of 'spare'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("spare.inner.call(x)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_null_is_refused() => Assert.Throws<ArgumentException>(
        "ExcludedLayers", () => Discovered("vgg", new() { ExcludedLayers = [null!] }));

    private static string[] Groups(DiscoveryOptions options) => [.. Discovered("cifar resnet", options).Groups.Select(g => g.Name)];

    private static FilterGraph Discovered(string network, DiscoveryOptions options)
    {
        using var model = TestNetwork.Named(network).Create(float32);
        return Discover(model, TestNetwork.Named(network).Input(float32), options);
    }
}
