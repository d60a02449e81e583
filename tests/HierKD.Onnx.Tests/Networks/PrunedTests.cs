using HierKD.Models;

namespace HierKD.Onnx.Tests.Networks;

/// <summary>Pruned models are exported as they are in memory: their modules state the new shapes.</summary>
public class PrunedTests
{
    [Theory]
    [InlineData("ResNet")]
    [InlineData("MobileNet")]
    [InlineData("VGG")]
    public void A_pruned_student(string name)
    {
        random.manual_seed(7);
        using var scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> model = name switch
        {
            "ResNet" => CifarResNet.ResNet20(),
            "MobileNet" => MobileNetV1.Cifar(),
            _ => VggBn.FashionMnist(),
        };
        var example = name == "VGG" ? randn(1, 1, 28, 28) : randn(1, 3, 32, 32);
        using var whole = new TemporaryFile();
        OnnxModel.Save(whole.Path, model, example);

        var graph = FilterGraph.Discover(model, example);
        FilterRemoval.Apply(model, FilterMask.Of(graph, graph.Groups.Select(g =>
            Enumerable.Range(0, g.Filters).Select(f => f >= g.Filters / 2).ToArray())));
        using var small = new TemporaryFile();
        OnnxModel.Save(small.Path, model, example);

        Exported.RequireSame(small.Path, model, example, 0, [1, 2, 3, 5, 8]);
        Assert.True(new FileInfo(small.Path).Length < 0.8 * new FileInfo(whole.Path).Length);
    }
}
