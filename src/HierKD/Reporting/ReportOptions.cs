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
        RequireWhole(Settings, nameof(Settings));
        Latency.Validate();
        RequireKnown(History, chain, nameof(History));
    }

    private static void RequireWhole(IReadOnlyList<ReportSetting> settings, string argument)
    {
        ArgumentNullException.ThrowIfNull(settings, argument);
        if (settings.Any(s => s?.Name is null || s.Value is null))
        {
            throw new ArgumentException("ReportOptions.Settings holds a null; every setting has a name and a value.", argument);
        }
    }

    /// <exception cref="ArgumentException">An epoch names a level that the chain does not have, or epochs do not rise within their
    /// phase.</exception>
    internal static void RequireKnown(IReadOnlyList<EpochReport> history, TeacherChain chain, string argument)
    {
        ArgumentNullException.ThrowIfNull(history, argument);
        if (history.Any(e => e?.Metrics is null || e.Metrics.Any(m => m is null)))
        {
            throw new ArgumentException($"{argument} holds a null.", argument);
        }
        for (var i = 0; i < history.Count; i++)
        {
            var before = i > 0 && history[i - 1].Phase == history[i].Phase ? history[i - 1].Epoch : 0;
            if (history[i].Epoch <= before)
            {
                throw new ArgumentException(
                    $"{argument} has epoch {history[i].Epoch} of phase {history[i].Phase} after epoch {before}; epochs " +
                    "count from 1 and rise within their phase.",
                    argument);
            }
        }
        var names = chain.Levels.Select(l => l.Name).ToArray();
        if (history.SelectMany(e => e.Metrics).FirstOrDefault(m => !names.Contains(m.Level)) is { } stranger)
        {
            throw new ArgumentException(
                $"{argument} has a metric of the level '{stranger.Level}'; the levels are {string.Join(", ", names)}.", argument);
        }
    }
}
