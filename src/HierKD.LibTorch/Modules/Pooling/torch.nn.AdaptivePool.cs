using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The means of as many windows of [N, C, L] as the output has elements.</summary>
        public static AdaptiveAvgPool1d AdaptiveAvgPool1d(long output_size) => new(output_size);

        /// <summary>The means of as many windows of [N, C, H, W] as the output has elements.</summary>
        public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long[] output_size) => new(output_size);

        /// <summary>The means of as many windows of [N, C, H, W] as the output has elements.</summary>
        public static AdaptiveAvgPool2d AdaptiveAvgPool2d((long, long) output_size) => new(Sizes.Of(output_size));

        /// <summary>The means of as many windows of [N, C, H, W] as the output has elements.</summary>
        public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long output_size) => new(Sizes.Repeat(output_size, 2));

        /// <summary>The means of as many windows of [N, C, D, H, W] as the output has elements.</summary>
        public static AdaptiveAvgPool3d AdaptiveAvgPool3d(long[] output_size) => new(output_size);

        /// <summary>The means of as many windows of [N, C, D, H, W] as the output has elements.</summary>
        public static AdaptiveAvgPool3d AdaptiveAvgPool3d((long, long, long) output_size) => new(Sizes.Of(output_size));

        /// <summary>The means of as many windows of [N, C, D, H, W] as the output has elements.</summary>
        public static AdaptiveAvgPool3d AdaptiveAvgPool3d(long output_size) => new(Sizes.Repeat(output_size, 3));

        /// <summary>The greatest values of as many windows of [N, C, L] as the output has elements.</summary>
        public static AdaptiveMaxPool1d AdaptiveMaxPool1d(long output_size) => new(output_size);

        /// <summary>The greatest values of as many windows of [N, C, H, W] as the output has elements.</summary>
        public static AdaptiveMaxPool2d AdaptiveMaxPool2d(long[] output_size) => new(output_size);
    }
}
