using HierKD.Recipes;

namespace HierKD.Tests.Samples;

/// <summary>
/// The recipes' networks have the published sizes, what may be pruned is what was published, and their options can be run.
/// </summary>
public sealed class RecipeTests : ScopedTest
{
    public static TheoryData<string> Names => [.. AllRecipes.List.Select(r => r.Name)];

    /// <summary>Weights of convolutions and linear layers, without biases and normalisations, and multiply-adds.</summary>
    [Theory]
    [InlineData("vgg16-cifar10", 32, 14_977_728, 313_463_808)] // 14.98M, 313M
    [InlineData("resnet56-cifar10", 32, 848_944, 125_485_696)] // 0.85M, and 0.125G as others count them (He et al., CVPR 2016, table 6)
    [InlineData("mobilenetv1-cifar100", 32, 3_287_488, 46_446_592)] // 3.29M, 46.4M
    public void The_network_has_the_published_size(string name, int side, long weights, long multiplyAdds)
    {
        var recipe = Recipe(name);
        using var model = recipe.Network(1, name.EndsWith("100", StringComparison.Ordinal) ? 100 : 10);
        model.eval();
        var graph = FilterGraph.Discover(model, randn(1, 3, side, side), new DiscoveryOptions { Verify = false });
        Assert.Equal((weights, multiplyAdds), (Weights(model), graph.Cost.MultiplyAdds(FilterMask.Full(graph))));
    }

    [Fact]
    public void ResNet50_has_the_published_number_of_weights()
    {
        using var model = Recipe("resnet50-imagenet").Network(1, 1000);
        Assert.Equal(25_502_912, Weights(model)); // 25.5M
    }

    [Fact]
    public void Only_1x1_convolutions_of_MobileNetV1_are_pruned()
    {
        var recipe = Recipe("mobilenetv1-cifar100");
        using var model = recipe.Network(0.125, 100);
        model.eval();
        var graph = FilterGraph.Discover(model, randn(2, 3, 32, 32), recipe.Options(0.5).Discovery);
        // Whoever makes a group's channels: a 1x1 convolution, and the depthwise one that takes them over.
        Assert.Equal(13, graph.Groups.Count);
        Assert.All(graph.Groups, g =>
            Assert.Single(g.Members, m => m.Role == ChannelRole.Producer && m.Layer.EndsWith("pointwise.0", StringComparison.Ordinal)));
        Assert.DoesNotContain(graph.Groups.SelectMany(g => g.Members), m => m.Layer is "features.0.0" or "features.1.depthwise.0");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_options_are_valid_for_every_published_ratio(string name)
    {
        var recipe = Recipe(name);
        Assert.Contains(recipe.Published, r => r.Ratio is null);
        Assert.Equal(recipe.Ratios.Order(), recipe.Published.Where(r => r.Ratio is not null).Select(r => r.Ratio!.Value).Order());
        foreach (var ratio in recipe.Ratios)
        {
            var options = recipe.Options(ratio);
            options.ValidateRun();
            Assert.Equal((ratio, recipe.Measure, 0.0), (options.Chain.Student.Ratio, options.Chain.Measure, options.Chain.Largest.Ratio));
        }
    }

    [Fact]
    public void The_paper_s_numbers_are_in_the_options()
    {
        var vgg = Recipe("vgg16-cifar10").Options(0.6);
        Assert.Equal((3, 80, 80, 0.008, 0.4), (vgg.Chain.Assistants.Count, vgg.Training.Joint.Epochs, vgg.Training.FineTuning.Epochs,
            vgg.Training.LearningRate, vgg.Distillation.Weight));
        var resNet = Recipe("resnet50-imagenet");
        var options = resNet.Options(0.7);
        Assert.Equal([0.7, 0.5, 0], options.Chain.Levels.Select(l => Math.Round(l.Ratio, 12)));
        Assert.Equal(
            (30, 20, 10, 20),
            (resNet.BatchSize, options.Training.Joint.Epochs, options.Training.Joint.FixedMaskEpochs, options.Training.FineTuning.Epochs));
    }

    [Fact]
    public void The_baseline_s_learning_rate_falls_at_its_milestones()
    {
        var schedule = new BaselineSchedule(Epochs: 100, LearningRate: 1, Milestones: [0.5, 0.75], WeightDecay: 0, BatchSize: 1);
        Assert.Equal([1, 1, 0.1, 0.01], new[] { 0, 49, 50, 99 }.Select(e => Math.Round(schedule.At(e, 100), 9)));
        Assert.Equal([1, 1, 0.1, 0.01], Enumerable.Range(0, 4).Select(e => Math.Round(schedule.At(e, 4), 9)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_made_up_data_is_read_in_three_parts_that_have_nothing_in_common(string name)
    {
        var recipe = Recipe(name);
        using var folder = new TemporaryFolder();
        recipe.Generate(folder.Path);
        using var data = recipe.Load(new DataRequest(folder.Path, HeldOut: 0.1, Seed: 1, CPU, Small: true));

        Assert.Equal((54, 6, 20), data.Counts);
        Assert.Equal(54, data.Train(16).Sum(b => (int)b.Target.shape[0]));
        Assert.Equal(6, data.Validation.Sum(b => (int)b.Target.shape[0]));
        Assert.Equal(20, data.Test.Sum(b => (int)b.Target.shape[0]));
        Assert.Equal([3, 32, 32], data.ExampleInput.shape[1..]);
        using var model = recipe.Network(0.125, data.Classes);
        Assert.Equal(data.Classes, model.call(data.ExampleInput).shape[1]);
    }

    private static IRecipe Recipe(string name) => AllRecipes.List.Single(r => r.Name == name);

    private static long Weights(nn.Module model) =>
        model.named_parameters().Where(p => p.parameter.dim() > 1).Sum(p => p.parameter.numel());
}
