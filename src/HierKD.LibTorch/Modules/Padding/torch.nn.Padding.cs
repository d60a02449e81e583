using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Surrounds [N, C, H, W] by zeros.</summary>
        public static ZeroPad2d ZeroPad2d(long padding) => new(Sizes.Repeat(padding, 4));

        /// <summary>Surrounds [N, C, H, W] by zeros.</summary>
        public static ZeroPad2d ZeroPad2d((long, long, long, long) padding) =>
            new(padding.Item1, padding.Item2, padding.Item3, padding.Item4);

        /// <summary>Surrounds [N, C, L] by a value.</summary>
        public static ConstantPad1d ConstantPad1d(long padding, double value) => new(value, Sizes.Repeat(padding, 2));

        /// <summary>Surrounds [N, C, L] by a value.</summary>
        public static ConstantPad1d ConstantPad1d((long, long) padding, double value) => new(value, padding.Item1, padding.Item2);

        /// <summary>Surrounds [N, C, H, W] by a value.</summary>
        public static ConstantPad2d ConstantPad2d(long padding, double value) => new(value, Sizes.Repeat(padding, 4));

        /// <summary>Surrounds [N, C, H, W] by a value.</summary>
        public static ConstantPad2d ConstantPad2d((long, long, long, long) padding, double value) =>
            new(value, padding.Item1, padding.Item2, padding.Item3, padding.Item4);

        /// <summary>Surrounds [N, C, D, H, W] by a value.</summary>
        public static ConstantPad3d ConstantPad3d(long padding, double value) => new(value, Sizes.Repeat(padding, 6));

        /// <summary>Surrounds [N, C, D, H, W] by a value.</summary>
        public static ConstantPad3d ConstantPad3d((long, long, long, long, long, long) padding, double value) =>
            new(value, padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6);

        /// <summary>Surrounds [N, C, L] by its mirror image.</summary>
        public static ReflectionPad1d ReflectionPad1d(long padding) => new(Sizes.Repeat(padding, 2));

        /// <summary>Surrounds [N, C, L] by its mirror image.</summary>
        public static ReflectionPad1d ReflectionPad1d((long, long) padding) => new(padding.Item1, padding.Item2);

        /// <summary>Surrounds [N, C, H, W] by its mirror image.</summary>
        public static ReflectionPad2d ReflectionPad2d(long padding) => new(Sizes.Repeat(padding, 4));

        /// <summary>Surrounds [N, C, H, W] by its mirror image.</summary>
        public static ReflectionPad2d ReflectionPad2d((long, long, long, long) padding) =>
            new(padding.Item1, padding.Item2, padding.Item3, padding.Item4);

        /// <summary>Surrounds [N, C, D, H, W] by its mirror image.</summary>
        public static ReflectionPad3d ReflectionPad3d(long padding) => new(Sizes.Repeat(padding, 6));

        /// <summary>Surrounds [N, C, D, H, W] by its mirror image.</summary>
        public static ReflectionPad3d ReflectionPad3d((long, long, long, long, long, long) padding) =>
            new(padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6);

        /// <summary>Surrounds [N, C, L] by its outermost values.</summary>
        public static ReplicationPad1d ReplicationPad1d(long padding) => new(Sizes.Repeat(padding, 2));

        /// <summary>Surrounds [N, C, L] by its outermost values.</summary>
        public static ReplicationPad1d ReplicationPad1d((long, long) padding) => new(padding.Item1, padding.Item2);

        /// <summary>Surrounds [N, C, H, W] by its outermost values.</summary>
        public static ReplicationPad2d ReplicationPad2d(long padding) => new(Sizes.Repeat(padding, 4));

        /// <summary>Surrounds [N, C, H, W] by its outermost values.</summary>
        public static ReplicationPad2d ReplicationPad2d((long, long, long, long) padding) =>
            new(padding.Item1, padding.Item2, padding.Item3, padding.Item4);

        /// <summary>Surrounds [N, C, D, H, W] by its outermost values.</summary>
        public static ReplicationPad3d ReplicationPad3d(long padding) => new(Sizes.Repeat(padding, 6));

        /// <summary>Surrounds [N, C, D, H, W] by its outermost values.</summary>
        public static ReplicationPad3d ReplicationPad3d((long, long, long, long, long, long) padding) =>
            new(padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6);
    }
}
