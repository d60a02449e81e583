using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>At how many positions a layer applies its weight, counted by hand.</summary>
public sealed class PositionsTests : ScopedTest
{
    [Fact]
    public void A_convolution_applies_its_weight_at_every_output_position()
    {
        using var module = Conv2d(3, 5, kernel_size: 3, stride: 2, padding: 1);
        Assert.Equal(2 * 4 * 6, Positions(module, [2, 3, 8, 12], [2, 5, 4, 6]));
    }

    [Fact]
    public void A_one_dimensional_convolution_counts_one_axis()
    {
        using var module = Conv1d(3, 5, kernel_size: 3);
        Assert.Equal(2 * 7, Positions(module, [2, 3, 9], [2, 5, 7]));
    }

    [Fact]
    public void A_transposed_convolution_applies_its_weight_at_every_input_position()
    {
        using var module = ConvTranspose2d(3, 5, kernel_size: 2, stride: 2);
        Assert.Equal(2 * 4 * 3, Positions(module, [2, 3, 4, 3], [2, 5, 8, 6]));
    }

    [Fact]
    public void A_depthwise_convolution_counts_as_a_convolution()
    {
        using var module = Conv2d(4, 4, kernel_size: 3, groups: 4);
        Assert.Equal(6 * 5, Positions(module, [1, 4, 8, 7], [1, 4, 6, 5]));
    }

    [Fact]
    public void A_linear_layer_counts_every_axis_but_the_features()
    {
        using var module = Linear(3, 5);
        Assert.Equal(9, Positions(module, [9, 3], [9, 5]));
        Assert.Equal(9 * 4 * 6, Positions(module, [9, 4, 6, 3], [9, 4, 6, 5]));
    }

    [Fact]
    public void A_normalisation_costs_no_multiply_adds()
    {
        using var module = BatchNorm2d(3);
        Assert.Equal(0, Positions(module, [2, 3, 4, 4], [2, 3, 4, 4]));
    }

    private static long Positions(Module module, long[] input, long[] output) =>
        LayerCatalog.Find("layer", module)!.Positions(input, output);
}
