using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The greatest value of each window of [N, C, L].</summary>
        public static MaxPool1d MaxPool1d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
            new(kernel_size, stride, padding, dilation, ceil_mode);

        /// <summary>The greatest value of each window of [N, C, H, W].</summary>
        public static MaxPool2d MaxPool2d(
            long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
            new(Sizes.Repeat(kernel_size, 2), Sizes.Repeat(stride ?? kernel_size, 2), Sizes.Repeat(padding ?? 0, 2), Sizes.Repeat(dilation ?? 1, 2), ceil_mode);

        /// <summary>The greatest value of each window of [N, C, H, W].</summary>
        public static MaxPool2d MaxPool2d(
            (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false) =>
            new(Sizes.Of(kernel_size), Sizes.Of(stride ?? kernel_size), Sizes.Of(padding ?? (0, 0)), Sizes.Of(dilation ?? (1, 1)), ceil_mode);

        /// <summary>The greatest value of each window of [N, C, H, W].</summary>
        public static MaxPool2d MaxPool2d(
            long[] kernel_size, long[]? stride = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
            new(kernel_size, stride, padding, dilation, ceil_mode);

        /// <summary>The greatest value of each window of [N, C, D, H, W].</summary>
        public static MaxPool3d MaxPool3d(
            long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
            new(Sizes.Repeat(kernel_size, 3), Sizes.Repeat(stride ?? kernel_size, 3), Sizes.Repeat(padding ?? 0, 3), Sizes.Repeat(dilation ?? 1, 3), ceil_mode);

        /// <summary>The greatest value of each window of [N, C, D, H, W].</summary>
        public static MaxPool3d MaxPool3d(
            (long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null, (long, long, long)? dilation = null, bool ceil_mode = false) =>
            new(Sizes.Of(kernel_size), Sizes.Of(stride ?? kernel_size), Sizes.Of(padding ?? (0, 0, 0)), Sizes.Of(dilation ?? (1, 1, 1)), ceil_mode);

        /// <summary>The greatest value of each window of [N, C, D, H, W].</summary>
        public static MaxPool3d MaxPool3d(
            long[] kernel_size, long[]? stride = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
            new(kernel_size, stride, padding, dilation, ceil_mode);
    }
}
