using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The base of the transposed convolutions.</summary>
public abstract class ConvolutionTranspose : Convolution
{
    protected ConvolutionTranspose(
        string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type,
        long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode,
        Device? device = null, ScalarType? dtype = null)
        : base(name, in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, transposed, output_padding, groups, bias, padding_mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input) => forward(input, null);

    /// <summary>The forward pass to an output of a certain size, where several sizes fit.</summary>
    public abstract Tensor forward(Tensor input, long[]? output_size);

    /// <summary>What the output needs at its end to be of the size asked for.</summary>
    protected long[] _output_padding(
        Tensor input, long[]? output_size, long[] kernel_size, long[] stride, long[] padding, long[] dilation, long num_spatial_dims)
    {
        if (output_size is null)
        {
            // TorchSharp takes the first dimension's for all of them.
            return [output_padding[0]];
        }

        var leading = (int)(input.dim() - num_spatial_dims);
        var sizes = output_size.Length == input.dim() ? output_size[leading..] : output_size;
        if (sizes.Length != num_spatial_dims)
        {
            throw new ArgumentException(
                $"The output size has {output_size.Length} elements; it needs {num_spatial_dims} or {input.dim()}.", nameof(input));
        }

        var extra = new long[sizes.Length];
        for (var dimension = 0; dimension < sizes.Length; dimension++)
        {
            var least = ((input.shape[leading + dimension] - 1) * stride[dimension]) - (2 * padding[dimension])
                + (dilation[dimension] * (kernel_size[dimension] - 1)) + 1;
            extra[dimension] = sizes[dimension] - least;
            if (extra[dimension] < 0 || extra[dimension] >= stride[dimension])
            {
                throw new ArgumentException(
                    $"An output size of {sizes[dimension]} cannot be had; from {least} to {least + stride[dimension] - 1} can.");
            }
        }

        return extra;
    }
}
