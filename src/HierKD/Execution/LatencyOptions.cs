namespace HierKD;

/// <summary>
/// How the report measures latency: forward passes without gradients, in rounds in which the original and every level take turns.
/// </summary>
public sealed record LatencyOptions
{
    /// <summary>The batch sizes to measure at beside that of the example input, whose samples are repeated as often as needed.</summary>
    /// <value>None by default. Each must be at least 1.</value>
    /// <remarks>
    /// Of several inputs those are repeated that are as long as the first along axis 0. Where one that all samples share is so by chance,
    /// give <see cref="PruningData.ExampleInputs"/> of another number of samples.
    /// </remarks>
    public IReadOnlyList<int> BatchSizes { get; init; } = [];

    /// <summary>How often each has its turn, after three that are not counted.</summary>
    /// <value>15 by default; at least 1.</value>
    public int Rounds { get; init; } = 15;

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(BatchSizes);
        if (BatchSizes.FirstOrDefault(b => b < 1, 1) is var size && size < 1)
        {
            throw new ArgumentException($"LatencyOptions.BatchSizes has {size}; each must be at least 1.", nameof(BatchSizes));
        }
        if (Rounds < 1) throw new ArgumentException($"LatencyOptions.Rounds is {Rounds}; it must be at least 1.", nameof(Rounds));
    }
}
