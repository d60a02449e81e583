using static TorchSharp.torch.nn;

namespace HierKD.LibTorch.Tests.Modules;

/// <summary>Layers compute what their functions compute (those are checked against PyTorch), with PyTorch's defaults.</summary>
public sealed class LayerTests : ScopedTest
{
    private static readonly Dictionary<string, (Func<Module<Tensor, Tensor>> Layer, Func<Tensor, Tensor> Function)> Stateless = new()
    {
        ["ReLU"] = (() => ReLU(), x => functional.relu(x)),
        ["ReLU6"] = (() => ReLU6(), x => functional.relu6(x)),
        ["LeakyReLU"] = (() => LeakyReLU(0.2), x => functional.leaky_relu(x, 0.2)),
        ["ELU"] = (() => ELU(0.7), x => functional.elu(x, 0.7)),
        ["GELU"] = (() => GELU(), x => functional.gelu(x)),
        ["SiLU"] = (() => SiLU(), x => functional.silu(x)),
        ["Hardswish"] = (() => Hardswish(), x => functional.hardswish(x)),
        ["Hardsigmoid"] = (() => Hardsigmoid(), x => functional.hardsigmoid(x)),
        ["Sigmoid"] = (() => Sigmoid(), x => functional.sigmoid(x)),
        ["Tanh"] = (() => Tanh(), x => functional.tanh(x)),
        ["Softmax"] = (() => Softmax(1), x => functional.softmax(x, 1)),
        ["GLU"] = (() => GLU(1), x => functional.glu(x, 1)),
        ["MaxPool2d"] = (() => MaxPool2d(2), x => functional.max_pool2d(x, 2)),
        ["MaxPool2d with stride"] = (() => MaxPool2d(3, stride: 2, padding: 1), x => functional.max_pool2d(x, 3, 2, 1)),
        ["AvgPool2d"] = (() => AvgPool2d(2), x => functional.avg_pool2d(x, 2)),
        ["AdaptiveAvgPool2d"] = (() => AdaptiveAvgPool2d(2), x => functional.adaptive_avg_pool2d(x, 2)),
        ["AdaptiveAvgPool2d pair"] = (() => AdaptiveAvgPool2d((1, 3)), x => functional.adaptive_avg_pool2d(x, (1, 3))),
        ["AdaptiveMaxPool2d"] = (() => AdaptiveMaxPool2d([2, 3]), x => functional.adaptive_max_pool2d(x, [2, 3])),
        ["Flatten"] = (() => Flatten(), x => x.reshape(2, -1)),
        ["Identity"] = (() => Identity(), x => x),
        ["PixelShuffle"] = (() => PixelShuffle(2), x => functional.pixel_shuffle(x, 2)),
        ["Upsample"] = (() => Upsample(scale_factor: [2.0, 2.0]), x => functional.interpolate(x, scale_factor: [2.0, 2.0])),
    };

    public static TheoryData<string> Names => [.. Stateless.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_layer_without_parameters(string name)
    {
        var (make, function) = Stateless[name];
        using var layer = make();
        Assert.Empty(layer.parameters());
        manual_seed(4);
        var x = randn(2, 4, 5, 6, dtype: ScalarType.Float64);
        TensorAssert.Same(function(x), layer.call(x));
    }

    [Fact]
    public void Convolutions()
    {
        var x = randn(2, 4, 7, 6);
        using var conv = Conv2d(4, 6, (3, 2), stride: (2, 1), padding: (1, 0), groups: 2, bias: false);
        Assert.Null(conv.bias);
        TensorAssert.Shape([6, 2, 3, 2], conv.weight);
        TensorAssert.Same(functional.conv2d(x, conv.weight, null, [2, 1], [1, 0], groups: 2), conv.call(x));
        using var same = Conv2d(4, 3, 3, Padding.Same, dilation: 2);
        TensorAssert.Same(functional.conv2d(x, same.weight, same.bias, padding: [2, 2], dilation: [2, 2]), same.call(x));
        using var reflected = Conv2d(4, 3, 3, padding: 1, padding_mode: PaddingModes.Reflect);
        TensorAssert.Same(functional.conv2d(functional.pad(x, [1, 1, 1, 1], PaddingModes.Reflect), reflected.weight, reflected.bias), reflected.call(x));
        using var line = Conv1d(4, 2, 3, padding: 1);
        var sequence = randn(2, 4, 5);
        TensorAssert.Same(functional.conv1d(sequence, line.weight, line.bias, padding: 1), line.call(sequence));
        using var volume = Conv3d(1, 2, 2);
        var block = randn([1, 1, 3, 3, 3]);
        TensorAssert.Same(functional.conv3d(block, volume.weight, volume.bias), volume.call(block));
        using var up = ConvTranspose2d(4, 3, 3, stride: 2, padding: 1, output_padding: 1);
        TensorAssert.Shape([4, 3, 3, 3], up.weight);
        TensorAssert.Same(functional.conv_transpose2d(x, up.weight, up.bias, [2, 2], [1, 1], [1, 1]), up.call(x));
    }

    [Fact]
    public void A_convolution_refuses_other_channels_than_it_was_made_for()
    {
        using var conv = Conv2d(4, 2, 3);
        Assert.Equal(4, conv.in_channels);
        Assert.Equal(2, conv.out_channels);
        var error = Assert.ThrowsAny<Exception>(() => conv.call(zeros(1, 3, 5, 5)));
        Assert.Contains("4", error.Message, StringComparison.Ordinal);
        using (no_grad())
        {
            conv.weight.set_(zeros(2, 3, 3, 3));
        }
        Assert.ThrowsAny<Exception>(() => conv.call(zeros(1, 3, 5, 5)));
    }

    [Fact]
    public void Batch_norm_tracks_in_training_and_uses_what_it_tracked_in_evaluation()
    {
        using var norm = BatchNorm2d(1, dtype: ScalarType.Float64);
        var x = tensor(new[] { 1.0, 2.0, 3.0, 6.0 }, [2, 1, 1, 2]);
        var scale = Math.Sqrt(3.5 + 1e-5);
        TensorAssert.Equal([-2 / scale, -1 / scale, 0, 3 / scale], norm.call(x));
        TensorAssert.Equal([0.3], norm.running_mean!);
        TensorAssert.Equal([0.9 + (0.1 * 14 / 3)], norm.running_var!);
        Assert.Equal(1L, norm.num_batches_tracked!.ToInt64());
        norm.eval();
        var tracked = Math.Sqrt(0.9 + (1.4 / 3) + 1e-5);
        TensorAssert.Equal([0.7 / tracked, 1.7 / tracked, 2.7 / tracked, 5.7 / tracked], norm.call(x));
        Assert.Equal(1L, norm.num_batches_tracked!.ToInt64());
    }

    [Fact]
    public void Batch_norm_checks_the_dimensions_of_its_input()
    {
        using var norm = BatchNorm2d(3);
        Assert.Throws<ArgumentException>(() => norm.call(zeros(2, 3)));
        using var flat = BatchNorm1d(3);
        Assert.Throws<ArgumentException>(() => flat.call(zeros(2, 3, 1, 1)));
    }

    [Fact]
    public void Other_normalizations()
    {
        var x = randn(2, 4, 3, 3);
        using var layer = LayerNorm([3, 3]);
        TensorAssert.Same(functional.layer_norm(x, [3, 3], layer.weight, layer.bias), layer.call(x));
        using var last = LayerNorm(3);
        TensorAssert.Same(functional.layer_norm(x, [3], ones(3), zeros(3)), last.call(x));
        using var group = GroupNorm(2, 4, affine: false);
        TensorAssert.Same(functional.group_norm(x, 2), group.call(x));
        using var instance = InstanceNorm2d(4);
        TensorAssert.Same(functional.instance_norm(x), instance.call(x));
    }

    [Fact]
    public void Layers_with_one_weight()
    {
        using var slope = PReLU(1);
        TensorAssert.Equal([-0.5, 2], slope.call(tensor(new[] { -2f, 2f })));
        using var table = Embedding(5, 3);
        var rows = table.call(tensor(new[] { 4L, 0L }));
        TensorAssert.Same(table.weight!.index_select(0, tensor(new[] { 4L, 0L })), rows);
        rows.sum().backward();
        TensorAssert.Equal([1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1], table.weight!.grad!);
    }

    [Fact]
    public void Fresh_layers_are_initialised_as_in_PyTorch()
    {
        manual_seed(8);
        using var conv = Conv2d(16, 32, 3);
        using var linear = Linear(64, 128);
        foreach (var (tensor, fanIn) in new[] { (conv.weight, 144), (conv.bias!, 144), (linear.weight, 64), (linear.bias!, 64) })
        {
            var bound = 1 / Math.Sqrt(fanIn);
            var largest = TensorAssert.Values(tensor).Max(Math.Abs);
            Assert.InRange(largest, bound * 0.8, bound * 1.000001);
            Assert.InRange(TensorAssert.Values(tensor).Average(), -bound * 0.35, bound * 0.35);
        }
        using var norm = BatchNorm2d(2);
        TensorAssert.Equal([1, 1], norm.weight!);
        TensorAssert.Equal([0, 0], norm.bias!);
        TensorAssert.Equal([0, 0], norm.running_mean!);
        TensorAssert.Equal([1, 1], norm.running_var!);
    }
}
