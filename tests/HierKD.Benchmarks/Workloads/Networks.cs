using HierKD.Models;

namespace HierKD.Benchmarks.Workloads;

/// <summary>The networks of the comparisons, for 32x32 images in ten classes; pytorch/worker.py has the same.</summary>
internal static class Networks
{
    public static IReadOnlyList<string> Names { get; } = ["resnet20", "resnet56", "vgg16", "mobilenetv2"];

    public static nn.Module<Tensor, Tensor> Make(string name) => name switch
    {
        "resnet20" => CifarResNet.ResNet20(),
        "resnet56" => CifarResNet.ResNet56(),
        "vgg16" => VggBn.CifarVgg16(),
        "mobilenetv2" => MobileNetV2.Cifar(),
        _ => throw new ArgumentException($"There is no network '{name}'; there are {string.Join(", ", Names)}.", nameof(name)),
    };
}
