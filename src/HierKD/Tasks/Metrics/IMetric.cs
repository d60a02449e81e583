namespace HierKD;

/// <summary>A number that a model is judged by, over a whole data set. <see cref="Metric"/> has the usual ones.</summary>
public interface IMetric
{
    /// <summary>What reports call it.</summary>
    string Name { get; }

    /// <summary>Whether a larger number is better.</summary>
    /// <value><see langword="true"/> by default.</value>
    bool HigherIsBetter => true;

    /// <summary>Begins to measure: a new accumulator, which has seen nothing.</summary>
    IMetricAccumulator Start();
}
