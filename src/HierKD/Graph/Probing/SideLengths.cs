namespace HierKD;

/// <summary>
/// What the sides of maps are on a smaller example: lengths, what several of them make when they are flattened, and one more than that
/// (a token beside the positions).
/// </summary>
internal sealed class SideLengths
{
    private readonly Dictionary<long, long?> _smaller = [];

    /// <summary>Adds the lengths of a shape beside its smaller form.</summary>
    public void Add(long[] whole, long[] small, int channels)
    {
        if (whole.Length != small.Length) return;
        foreach (var (one, other) in Products(whole, channels).Zip(Products(small, channels)))
        {
            Add(one, other);
            Add(one + 1, other + 1);
        }
    }

    /// <summary>The length on the smaller example; <see langword="null"/> if none is known, or several are.</summary>
    public long? Of(long length) => _smaller.GetValueOrDefault(length);

    /// <summary>All lengths that depend on the size of maps.</summary>
    public static HashSet<long> All(IEnumerable<(long[] Shape, int Channels)> shapes) =>
        [.. shapes.SelectMany(s => Products(s.Shape, s.Channels)).Where(p => p > 1).SelectMany(p => new[] { p, p + 1 })];

    private void Add(long whole, long small)
    {
        if (whole > 1) _smaller[whole] = !_smaller.TryGetValue(whole, out var known) || known == small ? small : null;
    }

    private static IEnumerable<long> Products(long[] shape, int channels)
    {
        var sides = shape.Where((_, axis) => axis != channels).ToArray();
        for (var first = 0; first < sides.Length; first++)
        {
            var product = 1L;
            for (var last = first; last < sides.Length; last++) yield return product *= sides[last];
        }
    }
}
