using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A convolution over [N, C, H, W].</summary>
        public static Conv2d Conv2d(
            long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, Sizes.Repeat(kernel_size, 2), Sizes.Repeat(stride, 2), Sizes.Repeat(padding, 2), null, Sizes.Repeat(dilation, 2), groups, bias, padding_mode, device, dtype);

        /// <summary>A convolution over [N, C, H, W].</summary>
        public static Conv2d Conv2d(
            long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, Sizes.Repeat(kernel_size, 2), Sizes.Repeat(stride, 2), null, padding, Sizes.Repeat(dilation, 2), groups, bias, padding_mode, device, dtype);

        /// <summary>A convolution over [N, C, H, W].</summary>
        public static Conv2d Conv2d(
            long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, Sizes.Of(kernel_size), Sizes.Of(stride ?? (1, 1)), Sizes.Of(padding ?? (0, 0)), null, Sizes.Of(dilation ?? (1, 1)), groups, bias, padding_mode, device, dtype);

        /// <summary>A convolution over [N, C, H, W].</summary>
        public static Conv2d Conv2d(
            long in_channels, long out_channels, (long, long) kernel_size, Padding padding, (long, long)? stride = null, (long, long)? dilation = null,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, Sizes.Of(kernel_size), Sizes.Of(stride ?? (1, 1)), null, padding, Sizes.Of(dilation ?? (1, 1)), groups, bias, padding_mode, device, dtype);

        /// <summary>A transposed convolution over [N, C, H, W].</summary>
        public static ConvTranspose2d ConvTranspose2d(
            long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, Sizes.Repeat(kernel_size, 2), Sizes.Repeat(stride, 2), Sizes.Repeat(padding, 2), Sizes.Repeat(dilation, 2), Sizes.Repeat(output_padding, 2), groups, bias, padding_mode, device, dtype);

        /// <summary>A transposed convolution over [N, C, H, W].</summary>
        public static ConvTranspose2d ConvTranspose2d(
            long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? output_padding = null, (long, long)? dilation = null,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, Sizes.Of(kernel_size), Sizes.Of(stride ?? (1, 1)), Sizes.Of(padding ?? (0, 0)), Sizes.Of(dilation ?? (1, 1)), Sizes.Of(output_padding ?? (0, 0)), groups, bias, padding_mode, device, dtype);
    }
}
