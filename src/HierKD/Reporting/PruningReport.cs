namespace HierKD;

/// <summary>What a run did, line by line: the original, every level, the student before and after fine-tuning; and what one needs to understand and to repeat it.</summary>
public sealed class PruningReport
{
    internal PruningReport(string metricName, TeacherChain chain, IReadOnlyList<LevelReport> lines, IReadOnlyList<FilterLock> locks, long trainingMultiplyAdds, RunEnvironment environment)
    {
        TrainingMultiplyAdds = trainingMultiplyAdds;
        MetricName = metricName;
        Chain = chain;
        Lines = lines;
        Locks = locks;
        Environment = environment;
    }

    /// <summary>The class of the model that was pruned.</summary>
    public string Model { get; internal init; } = "";

    /// <summary>What the metric is called.</summary>
    public string MetricName { get; }

    /// <summary>Whether a larger metric is better.</summary>
    public bool HigherIsBetter { get; internal init; } = true;

    /// <summary>What the levels were to keep.</summary>
    public TeacherChain Chain { get; }

    /// <summary>From the original to the fine-tuned student.</summary>
    public IReadOnlyList<LevelReport> Lines { get; }

    /// <summary>The model before the run.</summary>
    public LevelReport Original => Lines[0];

    /// <summary>The model after the run.</summary>
    public LevelReport Student => Lines[^1];

    /// <summary>How wide every layer that makes channels was, and how wide each level has it, in the order of the forward pass.</summary>
    public IReadOnlyList<LayerWidth> Layers { get; internal init; } = [];

    /// <summary>For each level that removes filters, from the student to the largest, how the final scores of its filters are distributed.</summary>
    public IReadOnlyList<ScoreHistogram> Scores { get; internal init; } = [];

    /// <summary>The validation metric after every epoch of all phases, those before an interruption included.</summary>
    public IReadOnlyList<EpochReport> History { get; internal init; } = [];

    /// <summary>Rounded widths with which the student would keep more filters and still be faster on this machine, beyond the spread of at least five rounds; <see cref="Pruner.Rounded"/> makes such students.</summary>
    /// <value><see langword="null"/> if it would not pay.</value>
    public WidthRounding? Rounding { get; internal init; }

    /// <summary>The layers that kept their filters, and why.</summary>
    public IReadOnlyList<FilterLock> Locks { get; }

    /// <summary>The multiply-adds that the run's training took, as <see cref="PruningSession.MultiplyAdds"/> counts them; measuring on validation batches is not in it.</summary>
    public long TrainingMultiplyAdds { get; }

    /// <summary>Every option of the run, its seed and a digest of the weights that it began with. With the same data and <see cref="Environment"/> they repeat it.</summary>
    public IReadOnlyList<ReportSetting> Settings { get; internal init; } = [];

    /// <summary>Versions, device and machine.</summary>
    public RunEnvironment Environment { get; }

    /// <summary>The report as a table of aligned columns.</summary>
    public override string ToString()
    {
        var text = new ReportText(this);
        return text.Table(string.Join, "  ", underline: null) + text.Targets() + text.Agreements() + text.Rounded() + text.Kept("");
    }

    /// <summary>The report as Markdown: the table of <see cref="ToString"/> and, in sections of their own, history, widths, scores, settings and versions.</summary>
    public string ToMarkdown() => MarkdownReport.Of(this);

    /// <summary>The report as a page for people: a whole HTML document with its style and its charts (SVG) inside. It needs no network and no script, and follows the reader's choice of light or dark.</summary>
    public string ToHtml() => HtmlReport.Of(this);

    /// <summary>Writes <see cref="ToHtml"/> to a file, in UTF-8. The file appears whole or not at all.</summary>
    /// <param name="path">Where to; an existing file is replaced.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is <see langword="null"/> or empty.</exception>
    public void SaveHtml(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var html = ToHtml();
        WholeFile.Write(path, file => file.Write(System.Text.Encoding.UTF8.GetBytes(html)));
    }

    /// <summary>The line of a level as it is in the end.</summary>
    internal LevelReport Of(ChainLevel level) => Lines.Last(line => line.Name == level.Name);

    /// <summary>What a line keeps of the chain's measure.</summary>
    internal double Share(LevelReport line) => Chain.Measure switch
    {
        Measure.Filters => (double)line.FiltersKept / line.Filters,
        Measure.Parameters => (double)line.Parameters / Original.Parameters,
        Measure.MultiplyAdds => (double)line.MultiplyAdds / Original.MultiplyAdds,
        _ => line.Latency.MedianMilliseconds / Original.Latency.MedianMilliseconds,
    };
}
