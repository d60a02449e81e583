namespace HierKD;

/// <summary>What a session's report is to measure, and what it says that only the caller's loop knows.</summary>
public sealed record ReportOptions
{
    /// <summary>At which batch sizes latency is measured, and how often.</summary>
    public LatencyOptions Latency { get; init; } = new();

    /// <summary>What the loop measured after its epochs; drawn over epochs if there is any.</summary>
    /// <value>None by default. The levels are the session's, by their names.</value>
    public IReadOnlyList<EpochReport> History { get; init; } = [];

    /// <summary>What the loop was told: optimizer, learning rate, seed, data. The session's own options are listed anyway.</summary>
    /// <value>None by default.</value>
    public IReadOnlyList<ReportSetting> Settings { get; init; } = [];

    internal void Validate(TeacherChain chain)
    {
        ArgumentNullException.ThrowIfNull(Latency);
        ArgumentNullException.ThrowIfNull(Settings);
        Latency.Validate();
        RequireKnown(History, chain, nameof(History));
    }

    /// <exception cref="ArgumentException">An epoch names a level that the chain does not have.</exception>
    internal static void RequireKnown(IReadOnlyList<EpochReport> history, TeacherChain chain, string argument)
    {
        ArgumentNullException.ThrowIfNull(history, argument);
        var names = chain.Levels.Select(l => l.Name).ToArray();
        if (history.SelectMany(e => e.Metrics).FirstOrDefault(m => !names.Contains(m.Level)) is { } stranger)
        {
            throw new ArgumentException($"{argument} has a metric of the level '{stranger.Level}'; the levels are {string.Join(", ", names)}.", argument);
        }
    }
}
