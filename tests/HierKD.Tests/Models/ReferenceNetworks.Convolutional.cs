using HierKD.Models;

namespace HierKD.Tests;

internal static partial class ReferenceNetworks
{
    private static Dictionary<string, Func<nn.Module<Tensor, Tensor>>> Convolutional => new()
    {
        ["vgg16_bn"] = () => Vgg.Vgg16(),
        ["vgg19_bn"] = () => Vgg.Vgg19(),
        ["cifar_vgg16_bn"] = () => Vgg.CifarVgg16(),
        ["cifar_vgg19_bn"] = () => Vgg.CifarVgg19(),
        ["mobilenet_v1"] = () => MobileNetV1.ImageNet(),
        ["cifar_mobilenet_v1"] = () => MobileNetV1.Cifar(),
        ["mobilenet_v2"] = () => new MobileNetV2(),
        ["mobilenet_v3_small"] = () => MobileNetV3.Small(),
        ["densenet121"] = () => DenseNet.DenseNet121(),
        ["googlenet"] = () => new GoogLeNet(),
        ["squeezenet1_0"] = () => SqueezeNet.SqueezeNet10(),
        ["squeezenet1_1"] = () => SqueezeNet.SqueezeNet11(),
        ["narrow_densenet"] = () => new DenseNet([2, 3, 2], classes: 12, growth: 8, stem: 12, bottleneck: 2),
        ["narrow_mobilenet_v2"] = () => new MobileNetV2(classes: 12, width: 0.35),
        ["narrow_mobilenet_v3_small"] = () => MobileNetV3.Small(classes: 12, width: 0.75),
    };
}
