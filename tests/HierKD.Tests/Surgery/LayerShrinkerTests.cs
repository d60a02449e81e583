using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests;

public sealed class LayerShrinkerTests : ScopedTest
{
    [Fact]
    public void A_convolution_keeps_the_named_channels_and_its_objects()
    {
        using var module = Conv2d(3, 4, kernel_size: 1);
        using (no_grad())
        {
            module.weight.copy_(arange(12, dtype: float32).reshape(4, 3, 1, 1));
            module.bias!.copy_(tensor(new[] { 0.5f, 1.5f, 2.5f, 3.5f }));
        }
        var (weight, bias) = (module.weight, module.bias);
        Shrink(module, [1, 3], [0, 2]);
        Assert.Same(weight, module.weight);
        Assert.Same(bias, module.bias);
        Assert.Equal([2, 2, 1, 1], module.weight.shape);
        TensorAssert.Close([3, 5, 9, 11], module.weight, 0);
        TensorAssert.Close([1.5, 3.5], module.bias!, 0);
        Assert.Equal((2, 2), (module.in_channels, module.out_channels));
        Assert.True(module.weight.requires_grad);
    }

    [Fact]
    public void A_transposed_convolution_has_its_inputs_first()
    {
        using var module = ConvTranspose2d(2, 3, kernel_size: 1, bias: false);
        using (no_grad()) module.weight.copy_(arange(6, dtype: float32).reshape(2, 3, 1, 1));
        Shrink(module, [0, 2], [1]);
        Assert.Equal([1, 2, 1, 1], module.weight.shape);
        TensorAssert.Close([3, 5], module.weight, 0);
    }

    [Fact]
    public void A_normalisation_loses_statistics_with_its_parameters_and_keeps_its_counter()
    {
        using var module = BatchNorm1d(3);
        using (no_grad()) module.running_var!.copy_(tensor(new[] { 1f, 2f, 3f }));
        module.call(randn(4, 3));
        var before = TensorAssert.Values(module.running_var!);
        Shrink(module, [2], null);
        Assert.Equal([1], module.weight!.shape);
        TensorAssert.Close([before[2]], module.running_var!, 0);
        Assert.Equal(1, module.num_batches_tracked!.item<long>());
        Assert.Equal(1, module.num_features);
    }

    [Fact]
    public void A_depthwise_convolution_loses_groups()
    {
        using var module = Conv2d(4, 4, kernel_size: 1, groups: 4, bias: false);
        using (no_grad()) module.weight.copy_(arange(4, dtype: float32).reshape(4, 1, 1, 1));
        Shrink(module, [1, 3], null);
        Assert.Equal((2, 2, 2), (module.in_channels, module.out_channels, module.groups));
        TensorAssert.Close([10, 60], module.call(tensor(new[] { 10f, 20f }).reshape(1, 2, 1, 1)), 0);
    }

    [Fact]
    public void Nothing_named_means_nothing_lost()
    {
        using var module = Linear(3, 2);
        var snapshot = new ModelSnapshot(module);
        Shrink(module, null, null);
        snapshot.AssertUnchanged();
        Assert.Equal((3, 2), (module.in_features, module.out_features));
    }

    [Fact]
    public void A_frozen_parameter_stays_frozen()
    {
        using var module = Linear(3, 2);
        module.weight!.requires_grad = false;
        Shrink(module, [1], [0, 1]);
        Assert.False(module.weight.requires_grad);
        Assert.True(module.bias!.requires_grad);
    }

    private static void Shrink(Module module, long[]? outputs, long[]? inputs) =>
        LayerShrinker.Shrink(LayerCatalog.Find("layer", module)!, new LayerSelection(outputs, inputs));
}
