using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>What each kind of layer says of its tensors' axes and its channels.</summary>
public sealed class LayerCatalogTests : ScopedTest
{
    public static TheoryData<string> Kinds => new(Expected.Keys);

    private static readonly Dictionary<string, (Func<Module> Make,
        LayerRole Role, long Outputs, long Inputs, string[] Tensors)> Expected = new()
        {
            ["Conv1d"] =
            (() => Conv1d(3, 5, kernel_size: 2), LayerRole.Mixing, 5, 3, ["weight [5, 3, 2] out 0 in 1", "bias [5] out 0 in -"]),
            ["Conv2d without bias"] =
            (() => Conv2d(3, 5, kernel_size: 2, bias: false), LayerRole.Mixing, 5, 3, ["weight [5, 3, 2, 2] out 0 in 1"]),
            ["ConvTranspose2d"] = (() => ConvTranspose2d(3, 5, kernel_size: 2), LayerRole.Mixing, 5, 3,
            ["weight [3, 5, 2, 2] out 1 in 0", "bias [5] out 0 in -"]),
            ["depthwise Conv2d"] = (() => Conv2d(4, 4, kernel_size: 3, groups: 4), LayerRole.Carrier, 4, 4,
            ["weight [4, 1, 3, 3] out 0 in -", "bias [4] out 0 in -"]),
            ["Linear"] = (() => Linear(3, 5), LayerRole.Mixing, 5, 3, ["weight [5, 3] out 0 in 1", "bias [5] out 0 in -"]),
            ["Linear without bias"] = (() => Linear(3, 5, hasBias: false), LayerRole.Mixing, 5, 3, ["weight [5, 3] out 0 in 1"]),
            ["BatchNorm1d"] = (() => BatchNorm1d(4), LayerRole.Carrier, 4, 4,
            ["weight [4] out 0 in -", "bias [4] out 0 in -", "running_mean [4] out 0 in - buffer", "running_var [4] out 0 in - buffer"]),
            ["BatchNorm2d without affine"] = (() => BatchNorm2d(4, affine: false), LayerRole.Carrier, 4, 4,
            ["running_mean [4] out 0 in - buffer", "running_var [4] out 0 in - buffer"]),
            ["BatchNorm2d without statistics"] =
            (() => BatchNorm2d(4, track_running_stats: false), LayerRole.Carrier, 4, 4, ["weight [4] out 0 in -", "bias [4] out 0 in -"]),
            ["Conv2d of few groups"] = (() => Conv2d(8, 12, kernel_size: 1, groups: 2), LayerRole.Mixing, 12, 8,
            ["weight [12, 4, 1, 1] out 0 in 1 of 4", "bias [12] out 0 in -"]),
            ["ConvTranspose2d of few groups"] = (() => ConvTranspose2d(8, 12, kernel_size: 1, groups: 2), LayerRole.Mixing, 12, 8,
            ["weight [8, 6, 1, 1] out 1 of 6 in 0", "bias [12] out 0 in -"]),
            ["Conv2d of many groups"] = (() => Conv2d(8, 16, kernel_size: 1, groups: 4), LayerRole.Mixing, 16, 8,
            ["weight [16, 2, 1, 1] out 0 in -", "bias [16] out 0 in -"]),
            ["depthwise ConvTranspose2d"] = (() => ConvTranspose2d(4, 4, kernel_size: 1, groups: 4), LayerRole.Mixing, 4, 4,
            ["weight [4, 1, 1, 1] out - in 0", "bias [4] out 0 in -"]),
            ["Embedding"] = (() => Embedding(9, 4), LayerRole.Mixing, 4, 0, ["weight [9, 4] out 1 in -"]),
            ["InstanceNorm2d"] =
            (() => InstanceNorm2d(4, affine: true), LayerRole.Carrier, 4, 4, ["weight [4] out 0 in -", "bias [4] out 0 in -"]),
            ["LayerNorm"] = (() => LayerNorm(4), LayerRole.Carrier, 4, 4, ["weight [4] out 0 in -", "bias [4] out 0 in -"]),
            ["LayerNorm of several axes"] =
            (() => LayerNorm([4, 3, 3]), LayerRole.Carrier, 4, 4, ["weight [4, 3, 3] out 0 in -", "bias [4, 3, 3] out 0 in -"]),
            ["GroupNorm"] = (() => GroupNorm(2, 4), LayerRole.Carrier, 4, 4, ["weight [4] out 0 in -", "bias [4] out 0 in -"]),
            ["PReLU"] = (() => PReLU(4), LayerRole.Carrier, 4, 4, ["weight [4] out 0 in -"]),
        };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_known_layer_states_its_channels_and_axes(string kind)
    {
        var (make, role, outputs, inputs, tensors) = Expected[kind];
        using var module = make();
        var layer = LayerCatalog.Find("a.layer", module)!;
        Assert.Equal((role, outputs, inputs, "a.layer"), (layer.Role, layer.Outputs, layer.Inputs, layer.Name));
        Assert.Same(module, layer.Module);
        Assert.Equal(tensors, layer.Tensors.Select(Describe));
    }

    [Fact]
    public void Kinds_that_cannot_be_shrunk_are_not_known()
    {
        Module[] modules = [MultiheadAttention(4, 2), GroupNorm(2, 4, affine: false), PReLU(1), ReLU(), Sequential(Linear(2, 2))];
        Assert.All(modules, m => Assert.Null(LayerCatalog.Find("layer", m)));
    }

    [Fact]
    public void A_convolution_with_one_channel_is_an_ordinary_one()
    {
        using var module = Conv2d(1, 1, kernel_size: 3, groups: 1);
        Assert.Equal(LayerRole.Mixing, LayerCatalog.Find("layer", module)!.Role);
    }

    [Fact]
    public void A_new_shape_stands_in_the_modules_properties()
    {
        using var convolution = Conv2d(6, 8, kernel_size: 1);
        LayerCatalog.Find("layer", convolution)!.SetShape(3, 2);
        Assert.Equal((3, 2, 1), (convolution.out_channels, convolution.in_channels, convolution.groups));

        using var depthwise = Conv2d(6, 6, kernel_size: 1, groups: 6);
        LayerCatalog.Find("layer", depthwise)!.SetShape(4, 6);
        Assert.Equal((4, 4, 4), (depthwise.out_channels, depthwise.in_channels, depthwise.groups));

        using var linear = Linear(6, 8);
        LayerCatalog.Find("layer", linear)!.SetShape(3, 2);
        Assert.Equal((3, 2), (linear.out_features, linear.in_features));

        using var norm = BatchNorm1d(6);
        LayerCatalog.Find("layer", norm)!.SetShape(5, 5);
        Assert.Equal(5, norm.num_features);
    }

    [Fact]
    public void The_channels_when_found_stay_known_after_a_new_shape()
    {
        using var module = Conv2d(6, 8, kernel_size: 1);
        var layer = LayerCatalog.Find("layer", module)!;
        layer.SetShape(3, 2);
        Assert.Equal((8, 6), (layer.Outputs, layer.Inputs));
    }

    private static string Describe(LayerTensor tensor) =>
        $"{tensor.Name} [{string.Join(", ", tensor.Tensor.shape)}] out {Axis(tensor, tensor.OutputAxis)} in " +
        $"{Axis(tensor, tensor.InputAxis)}{(tensor.IsBuffer ? " buffer" : "")}";

    private static string Axis(LayerTensor tensor, int? axis) =>
        axis is null ? "-" : tensor.Period is { } period && period.Axis == axis ? $"{axis} of {period.Length}" : $"{axis}";
}
