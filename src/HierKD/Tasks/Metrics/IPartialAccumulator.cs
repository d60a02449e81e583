namespace HierKD;

/// <summary>
/// An accumulator that can be put together from those of several processes, each of which has seen a part of the batches. Validation is
/// then shared among them (<see cref="SessionOptions.Processes"/>); with another accumulator every process measures all batches.
/// </summary>
public interface IPartialAccumulator : IMetricAccumulator
{
    /// <summary>
    /// All that was counted so far, as numbers that add up: those of two parts are, place by place, those of both together. Setting them
    /// replaces what was counted.
    /// </summary>
    /// <value>May be longer in one process than in another; what is missing counts as 0.</value>
    IReadOnlyList<double> Sums { get; set; }
}
