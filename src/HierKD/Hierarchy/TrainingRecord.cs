namespace HierKD;

/// <summary>What is known of a training so far; sessions that follow one another in a run share it.</summary>
internal sealed class TrainingRecord
{
    public ComputeMeter Meter { get; } = new();

    /// <summary>How it computes, where that was measured.</summary>
    public ComputationChoice? Computation { get; set; }

    /// <summary>What timing the widths of levels brought, in the order of time.</summary>
    public List<WidthChoice> Widths { get; } = [];

    /// <summary>The metrics of all epochs.</summary>
    public List<EpochReport> History { get; } = [];

    /// <summary>How far each level agreed with its teacher, by its name, over the last epoch in which that was measured.</summary>
    public IReadOnlyDictionary<string, GradientAgreement> Agreement { get; set; } = new Dictionary<string, GradientAgreement>();
}
