using HierKD.Models;

namespace HierKD.Tests;

internal static partial class ReferenceNetworks
{
    private static Dictionary<string, Func<nn.Module<Tensor, Tensor>>> Residual => new()
    {
        ["resnet18"] = () => ResNet.ResNet18(),
        ["resnet50"] = () => ResNet.ResNet50(),
        ["resnext50_32x4d"] = () => ResNet.ResNeXt50(),
        ["cifar_resnet20"] = () => CifarResNet.ResNet20(),
        ["cifar_resnet32"] = () => CifarResNet.ResNet32(),
        ["cifar_resnet44"] = () => CifarResNet.ResNet44(),
        ["cifar_resnet56"] = () => CifarResNet.ResNet56(),
        ["narrow_resnet"] = () => new ResNet(BlockKind.Basic, [1, 2, 1, 1], classes: 12),
        ["narrow_resnext"] = () => new ResNet(BlockKind.Bottleneck, [1, 1, 2, 1], classes: 12, groups: 4, groupWidth: 8),
    };
}
