using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD;

/// <summary>What convolutions of one to three dimensions, transposed or not, have in common.</summary>
internal static class ConvolutionFunction
{
    /// <summary>The axis before the spatial ones, with or without a batch.</summary>
    public static int ChannelAxis(Convolution convolution, int rank) => rank - 1 - convolution.kernel_size.Length;

    /// <summary>A convolution applies its weight at every output position; a transposed one at every input position.</summary>
    public static long Positions(Convolution convolution, ReadOnlySpan<long> inputShape, ReadOnlySpan<long> outputShape)
    {
        var shape = convolution.transposed ? inputShape : outputShape;
        var axis = ChannelAxis(convolution, shape.Length);
        var positions = 1L;
        for (var i = 0; i < shape.Length; i++) positions *= i == axis ? 1 : shape[i];
        return positions;
    }

    /// <summary>What a convolution is beside its weight.</summary>
    public static string Form(Convolution convolution) =>
        $"{(convolution.transposed ? "transposed" : "")} {convolution.padding_type} {convolution.padding_mode} " +
        string.Join(' ', new[] { convolution.stride, Padding(convolution), convolution.dilation, convolution.output_padding }
            .Select(sizes => string.Join('x', sizes ?? [])));

    /// <summary>One kernel's extent in each dimension, so that one position comes out.</summary>
    public static Tensor SmallestInput(Convolution convolution, int rank, long channels, ScalarType type, Device device)
    {
        var axis = ChannelAxis(convolution, rank);
        var shape = Enumerable.Repeat(1L, rank).ToArray();
        shape[axis] = channels;
        for (var i = 0; i < convolution.kernel_size.Length; i++)
        {
            // Padding that repeats the input needs an input larger than itself.
            var extent = convolution.dilation[i] * (convolution.kernel_size[i] - 1) + 1;
            shape[axis + 1 + i] = Math.Max(extent, Padding(convolution)[i] + 1);
        }
        return zeros(shape, dtype: type, device: device);
    }

    public static Tensor Apply(Convolution convolution, Tensor input, Tensor weight, Tensor? bias, long groups)
    {
        var padding = Padding(convolution);
        if (convolution.transposed) return Transposed(convolution, input, weight, bias, padding, groups);
        if (convolution.padding_type == TorchSharp.Padding.Same || convolution.padding_mode != PaddingModes.Zeros)
        {
            var mode = convolution.padding_mode == PaddingModes.Zeros ? PaddingModes.Constant : convolution.padding_mode;
            input = functional.pad(input, Edges(convolution), mode, 0);
            padding = new long[convolution.kernel_size.Length];
        }
        var (stride, dilation) = (convolution.stride, convolution.dilation);
        return convolution.kernel_size.Length switch
        {
            1 => functional.conv1d(input, weight, bias, stride[0], padding[0], dilation[0], groups),
            2 => functional.conv2d(input, weight, bias, stride, padding, dilation, groups),
            _ => functional.conv3d(input, weight, bias, stride, padding, dilation, groups),
        };
    }

    private static Tensor Transposed(Convolution convolution, Tensor input, Tensor weight, Tensor? bias, long[] padding, long groups)
    {
        var (stride, extra, dilation) = (convolution.stride, convolution.output_padding, convolution.dilation);
        return convolution.kernel_size.Length switch
        {
            1 => functional.conv_transpose1d(input, weight, bias, stride[0], padding[0], extra[0], dilation[0], groups),
            2 => functional.conv_transpose2d(input, weight, bias, stride, padding, extra, dilation, groups),
            _ => functional.conv_transpose3d(input, weight, bias, stride, padding, extra, dilation, groups),
        };
    }

    /// <summary>The padding in numbers; none if it is given by name.</summary>
    private static long[] Padding(Convolution convolution) => convolution.padding ?? new long[convolution.kernel_size.Length];

    /// <summary>What is added before and after each spatial axis, the last axis first.</summary>
    private static long[] Edges(Convolution convolution)
    {
        var edges = new List<long>();
        for (var i = convolution.kernel_size.Length - 1; i >= 0; i--)
        {
            var total = convolution.padding_type switch
            {
                TorchSharp.Padding.Same => convolution.dilation[i] * (convolution.kernel_size[i] - 1),
                TorchSharp.Padding.Valid => 0,
                _ => 2 * Padding(convolution)[i],
            };
            edges.Add(total / 2);
            edges.Add(total - total / 2);
        }
        return [.. edges];
    }
}
