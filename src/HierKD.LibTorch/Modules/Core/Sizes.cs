namespace TorchSharp.Modules;

/// <summary>The sizes of several dimensions, given as one number or a tuple.</summary>
internal static class Sizes
{
    internal static long[] Repeat(long size, int dimensions) => Enumerable.Repeat(size, dimensions).ToArray();

    internal static long[]? Repeat(long? size, int dimensions) => size is { } given ? Repeat(given, dimensions) : null;

    internal static long[] Of((long, long) sizes) => [sizes.Item1, sizes.Item2];

    internal static long[]? Of((long, long)? sizes) => sizes is { } given ? Of(given) : null;

    internal static long[] Of((long, long, long) sizes) => [sizes.Item1, sizes.Item2, sizes.Item3];

    internal static long[]? Of((long, long, long)? sizes) => sizes is { } given ? Of(given) : null;
}
