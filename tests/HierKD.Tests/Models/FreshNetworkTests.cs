using HierKD.Models;

namespace HierKD.Tests;

/// <summary>A network straight from its constructor, in a small form, computes with every parameter it has.</summary>
public sealed class FreshNetworkTests : ScopedTest
{
    private static readonly Dictionary<string, (Func<nn.Module<Tensor, Tensor>> Make, int Size)> Small = new()
    {
        ["resnet"] = (() => new ResNet(BlockKind.Basic, [1, 2, 1, 1], classes: 5, width: 8), 64),
        ["bottleneck resnet"] = (() => new ResNet(BlockKind.Bottleneck, [1, 1, 2, 1], classes: 5, width: 8), 64),
        ["resnext"] = (() => new ResNet(BlockKind.Bottleneck, [1, 1, 1, 1], classes: 5, width: 16, groups: 4, groupWidth: 16), 64),
        ["cifar resnet"] = (() => new CifarResNet(blocks: 2, classes: 5, width: 8), 32),
        ["vgg"] = (() => new Vgg([[8], [12], [16, 16], [16], [16]], classes: 5, hidden: 24), 64),
        ["cifar vgg"] = (() => new Vgg([[8], [12], [16, 16], [16], [16]], classes: 5, hidden: 0), 32),
        ["mobilenet v1"] = (() => MobileNetV1.ImageNet(classes: 5, width: 0.25), 64),
        ["cifar mobilenet v1"] = (() => MobileNetV1.Cifar(classes: 5, width: 0.25), 32),
        ["mobilenet v2"] = (() => new MobileNetV2(classes: 5, width: 0.25), 64),
        ["cifar mobilenet v2"] = (() => MobileNetV2.Cifar(classes: 5, width: 0.25), 32),
        ["mobilenet v3"] = (() => MobileNetV3.Small(classes: 5, width: 0.5), 64),
        ["densenet"] = (() => new DenseNet([2, 3, 2], classes: 5, growth: 8, stem: 12), 64),
        ["googlenet"] = (() => new GoogLeNet(classes: 5, aux_logits: false, width: 0.25), 64),
        ["squeezenet 1.0"] = (() => SqueezeNet.SqueezeNet10(classes: 5, width: 0.5), 64),
        ["squeezenet 1.1"] = (() => SqueezeNet.SqueezeNet11(classes: 5, width: 0.5), 64),
        ["efficientnet"] = (() => new EfficientNet(classes: 5, width: 0.25, depth: 0.5), 64),
        ["regnet"] = (() => new RegNet([1, 2, 1], [16, 24, 32], groupWidth: 8, classes: 5, stemWidth: 12), 64),
        ["shufflenet"] = (() => new ShuffleNetV2([2, 3, 1], [12, 16, 24, 32, 48], classes: 5), 64),
        ["convnext"] = (() => new ConvNeXt([1, 2, 1], [12, 16, 24], classes: 5), 64),
        ["vit"] = (() => VisionTransformer.WithMultiheadAttention(VisionTransformerSizes.Small(classes: 5)), 32),
        ["vit, separate"] = (() => VisionTransformer.WithSeparateProjections(VisionTransformerSizes.Small(classes: 5)), 32),
    };

    public static TheoryData<string> Networks => [.. Small.Keys];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Its_logits_are_finite_and_depend_on_every_parameter(string network)
    {
        random.manual_seed(7);
        var (make, size) = Small[network];
        using var model = make();
        model.eval();

        var logits = model.call(randn(4, 3, size, size));
        // Squares, since the sum of what a last normalisation shifts could be the same for all.
        logits.square().sum().backward();

        Assert.Equal([4, 5], logits.shape);
        Assert.True(logits.isfinite().all().item<bool>());
        // Large enough that no tolerance of a comparison hides them.
        Assert.True(logits.abs().max().item<float>() > 1e-3, $"the largest logit is {logits.abs().max().item<float>()}");
        Assert.All(model.named_parameters(), p => Assert.True(p.parameter.grad is { } g && g.abs().max().item<float>() > 0, p.name));
    }
}
