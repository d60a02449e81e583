namespace HierKD;

/// <summary>The pruners that come with HierKD.</summary>
public static class Pruner
{
    /// <summary>One threshold over the normalised scores of all layers: layers that matter less lose more. The default.</summary>
    /// <param name="normalization">How layers are made comparable. Default <see cref="ScoreNormalization.Mean"/>.</param>
    /// <param name="minimumFilters">The number of filters each layer keeps at least; a layer that has fewer keeps all. 1 or more. Default
    /// 2.</param>
    /// <param name="minimumFraction">The fraction of its own filters each layer keeps at least, rounded up to whole filters; in [0, 1).
    /// Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="normalization"/>, <paramref name="minimumFilters"/> or
    /// <paramref name="minimumFraction"/> is out of its range.</exception>
    public static IPruner GlobalThreshold(
        ScoreNormalization normalization = ScoreNormalization.Mean, int minimumFilters = 2,
        double minimumFraction = 0) => Enum.IsDefined(normalization)
        ? new GlobalThresholdPruner(normalization, new PruningFloor(minimumFilters, minimumFraction))
        : throw new ArgumentOutOfRangeException(
            nameof(normalization), normalization,
            $"normalization is {normalization}; it must be one of {string.Join(", ", Enum.GetNames<ScoreNormalization>())}.");

    /// <summary>
    /// The same ratio in every layer; where a layer is at its floor, the others lose so much more that the ratio of the whole is met.
    /// </summary>
    /// <param name="minimumFilters">The number of filters each layer keeps at least; a layer that has fewer keeps all. 1 or more. Default
    /// 2.</param>
    /// <param name="minimumFraction">The fraction of its own filters each layer keeps at least, rounded up to whole filters; in [0, 1).
    /// Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minimumFilters"/> or <paramref name="minimumFraction"/> is out of its
    /// range.</exception>
    public static IPruner PerLayer(int minimumFilters = 2, double minimumFraction = 0) =>
        new PerLayerPruner(new PruningFloor(minimumFilters, minimumFraction));

    /// <summary>
    /// The choice of another pruner, with the number of filters of each group brought to a multiple: many machines compute a layer of 61
    /// channels no faster than one of 64.
    /// </summary>
    /// <remarks>
    /// <para>
    /// A group keeps the multiple nearest to what <paramref name="inner"/> keeps of it, the larger of two that are equally near, and never
    /// more than the next larger level has. The group's own width counts as well, so that a group which is no multiple can stay whole, and
    /// one that is narrower than <paramref name="multiple"/> does. It is never brought below what <paramref name="inner"/> leaves of it at
    /// its largest ratio, which keeps that pruner's floors.
    /// </para>
    /// <para>
    /// Filters to be added or dropped are those with the highest and the lowest scores of the group. Whatever the <see cref="Measure"/>,
    /// filters included, a level keeps at most its share: <paramref name="inner"/> is asked for as much as that takes.
    /// </para>
    /// </remarks>
    /// <param name="inner">The pruner that chooses.</param>
    /// <param name="multiple">What the number of filters of a group is to be a multiple of, 1 or more; 8 and 16 are usual.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="multiple"/> is below 1.</exception>
    public static IPruner Rounded(IPruner inner, int multiple)
    {
        ArgumentNullException.ThrowIfNull(inner);
        if (multiple < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(multiple), multiple, $"multiple is {multiple}; it must be at least 1.");
        }
        return new RoundedPruner(inner, multiple);
    }
}
