namespace HierKD;

/// <summary>The pruners that come with HierKD.</summary>
public static class Pruner
{
    /// <summary>One threshold over the normalised scores of all layers: layers that matter less lose more. The default.</summary>
    /// <param name="normalization">How layers are made comparable. Default <see cref="ScoreNormalization.Mean"/>.</param>
    /// <param name="minimumFilters">The number of filters each layer keeps at least. Default 2.</param>
    public static IPruner GlobalThreshold(ScoreNormalization normalization = ScoreNormalization.Mean, int minimumFilters = 2) =>
        new GlobalThresholdPruner(normalization, RequirePositive(minimumFilters));

    /// <summary>The same ratio in every layer.</summary>
    /// <param name="minimumFilters">The number of filters each layer keeps at least. Default 2.</param>
    public static IPruner PerLayer(int minimumFilters = 2) => new PerLayerPruner(RequirePositive(minimumFilters));

    private static int RequirePositive(int minimumFilters) => minimumFilters >= 1
        ? minimumFilters
        : throw new ArgumentOutOfRangeException(nameof(minimumFilters), minimumFilters, $"minimumFilters is {minimumFilters}; a layer needs at least 1.");
}
