using HierKD.Models;
using TorchSharp.Modules;

namespace HierKD.Tests;

public sealed class MobileNetV2Tests : ScopedTest
{
    [Fact]
    public void The_form_for_CIFAR_has_the_same_tensors_and_the_last_three_strides()
    {
        using var cifar = MobileNetV2.Cifar(width: 0.5);
        using var usual = new MobileNetV2(classes: 10, width: 0.5);

        Assert.Equal(
            usual.state_dict().Select(t => (t.Key, string.Join(",", t.Value.shape))),
            cifar.state_dict().Select(t => (t.Key, string.Join(",", t.Value.shape))));
        Assert.Equal(
            ["features.0.0", "features.2.conv.1.0", "features.4.conv.1.0", "features.7.conv.1.0", "features.14.conv.1.0"], Strided(usual));
        Assert.Equal(["features.4.conv.1.0", "features.7.conv.1.0", "features.14.conv.1.0"], Strided(cifar));
    }

    private static string[] Strided(nn.Module model) =>
        [.. model.named_modules().Where(m => m.module is Conv2d c && c.stride.Any(s => s != 1)).Select(m => m.name)];
}
