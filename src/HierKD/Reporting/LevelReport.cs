namespace HierKD;

/// <summary>One line of a report: the original, a level after the joint phase, or a level that was fine-tuned.</summary>
/// <param name="Name">The line's name: <c>original</c>, <c>largest</c>, <c>assistant 1</c>, …, <c>student</c>.</param>
/// <param name="FiltersKept">Removable filters that are on.</param>
/// <param name="Filters">Removable filters in all.</param>
/// <param name="Parameters">Parameters.</param>
/// <param name="MultiplyAdds">Multiply-adds for one sample.</param>
/// <param name="Metric">The task's metric on the validation batches.</param>
/// <param name="Latency">The measured forward pass of the example input.</param>
public sealed record LevelReport(
    string Name, int FiltersKept, int Filters, long Parameters, long MultiplyAdds, double Metric, Latency Latency)
{
    /// <summary>The measured forward passes at <see cref="LatencyOptions.BatchSizes"/>, in their order.</summary>
    public IReadOnlyList<Latency> LatencyAt { get; init; } = [];

    /// <summary>What the level takes in other programs, as <see cref="PruningReport.WithLatencies"/> was told.</summary>
    /// <value>None by default.</value>
    public IReadOnlyList<RuntimeLatency> LatencyIn { get; init; } = [];

    /// <summary>
    /// How far the level's gate gradients agreed with its teacher's in the joint phase, on average over the last epoch in which it was
    /// measured; for a session, the last that its <see cref="ReportOptions.History"/> tells.
    /// </summary>
    /// <value><see langword="null"/> for the original and the largest level, and where it was not measured.</value>
    public GradientAgreement? Agreement { get; init; }
}
