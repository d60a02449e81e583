namespace HierKD.Networks;

/// <summary>Every network of HierKD.Models in its standard forms.</summary>
internal static partial class NetworkCatalog
{
    public static IReadOnlyList<NetworkCase> All { get; } = [.. Published(), .. Small(), .. Special()];

    private static long[] Images(int size) => [1, 3, size, size];
}
