using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// What a run or a session did, line by line: the original, every level, the student before and after fine-tuning; and what one needs to
/// understand and to repeat it.
/// </summary>
public sealed class PruningReport
{
    internal PruningReport(
        string metricName, TeacherChain chain, IReadOnlyList<LevelReport> lines, IReadOnlyList<FilterLock> locks, long trainingMultiplyAdds,
        RunEnvironment environment)
    {
        TrainingMultiplyAdds = trainingMultiplyAdds;
        MetricName = metricName;
        Chain = chain;
        Lines = lines;
        Locks = locks;
        Environment = environment;
    }

    /// <summary>
    /// The report of a session as it stands: the original and every level are measured with their masks and weights of now. Make it before
    /// <see cref="PruningSession.Finish(Level)"/>.
    /// </summary>
    /// <param name="session">A session of a loop of the caller's own; it is left as it is.</param>
    /// <param name="exampleInput">The input <c>[N, …]</c> that latency is measured with; moved to the model's device if need be, not
    /// disposed.</param>
    /// <param name="validation">The batches that the task's metric is measured on, gone through once for the original and once for each
    /// level; not disposed.</param>
    /// <param name="options">What else to measure and to say; the defaults if <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the measuring at the next batch, or the next round of latencies.</param>
    /// <returns>
    /// The report, with a line for the original and one for each level. For a student that is trained further afterwards there is
    /// <see cref="WithFineTunedStudent"/>.
    /// </returns>
    /// <exception cref="ArgumentException">The model does not accept the input, there is no batch, or an option cannot be used.</exception>
    /// <exception cref="ObjectDisposedException">The session is over.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static PruningReport Of(
        PruningSession session, Tensor exampleInput, IEnumerable<(Tensor x, Tensor y)> validation, ReportOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(validation);
        return Of(session, exampleInput, new PairBatches(validation), options, cancellationToken);
    }

    /// <summary>The same, measured on batches such as <see cref="TensorBatches"/> gives.</summary>
    /// <param name="session">The session; it goes on afterwards.</param>
    /// <param name="exampleInput">An input that the model accepts, <c>[N, …]</c>; latency is measured on all of it.
    /// Not disposed.</param>
    /// <param name="validation">The batches that the task's metric is measured on, gone through once for the original and once for each
    /// level; not disposed.</param>
    /// <param name="options">What else to measure and to say; the defaults if <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the measuring at the next batch, or the next round of latencies.</param>
    /// <returns>The report, with a line for the original and one for each level.</returns>
    /// <exception cref="ArgumentException">The model does not accept the input, there is no batch, or an option cannot be used.</exception>
    /// <exception cref="ObjectDisposedException">The session is over.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static PruningReport Of(
        PruningSession session, Tensor exampleInput, IEnumerable<PruningBatch> validation, ReportOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(exampleInput);
        ArgumentNullException.ThrowIfNull(validation);
        return Of(session, [exampleInput], validation, options, nameof(exampleInput), cancellationToken);
    }

    /// <summary>The same for batches and example inputs of any number of tensors.</summary>
    /// <param name="session">The session; it goes on afterwards.</param>
    /// <param name="exampleInputs">Inputs that the model accepts, the first <c>[N, …]</c>; latency is measured on all of it.
    /// Not disposed.</param>
    /// <param name="validation">The batches that the task's metric is measured on, gone through once for the original and once for each
    /// level; not disposed.</param>
    /// <param name="options">What else to measure and to say; the defaults if <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the measuring at the next batch, or the next round of latencies.</param>
    /// <returns>The report, with a line for the original and one for each level.</returns>
    /// <exception cref="ArgumentException">The model does not accept the input, there is no batch, or an option cannot be used.</exception>
    /// <exception cref="ObjectDisposedException">The session is over.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static PruningReport Of(
        PruningSession session, IReadOnlyList<Tensor> exampleInputs, IEnumerable<PruningBatch> validation, ReportOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(exampleInputs);
        ArgumentNullException.ThrowIfNull(validation);
        return Of(session, exampleInputs, validation, options, nameof(exampleInputs), cancellationToken);
    }

    private static PruningReport Of(
        PruningSession session, IReadOnlyList<Tensor> exampleInputs, IEnumerable<PruningBatch> validation, ReportOptions? options,
        string argument, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        session.RequireAlive();
        ModelInputs.Require(exampleInputs, argument);
        if (ModelInputs.Samples(exampleInputs) == 0)
        {
            throw new ArgumentException(
                $"{argument} is {ModelInputs.Text(exampleInputs)}; it must have at least one sample along its first axis.", argument);
        }
        options ??= new ReportOptions();
        options.Validate(session.Options.Chain);
        return SessionReport.Of(session, exampleInputs, validation, options, argument, cancellationToken);
    }

    /// <summary>The class of the model that was pruned.</summary>
    public string Model { get; internal init; } = "";

    /// <summary>What the metric is called.</summary>
    public string MetricName { get; }

    /// <summary>Whether a larger metric is better.</summary>
    public bool HigherIsBetter { get; internal init; } = true;

    /// <summary>What the levels were to keep.</summary>
    public TeacherChain Chain { get; }

    /// <summary>From the original to the student; a run has two lines for the student, before and after fine-tuning.</summary>
    public IReadOnlyList<LevelReport> Lines { get; }

    /// <summary>The model before the run.</summary>
    public LevelReport Original => Lines[0];

    /// <summary>The model after the run.</summary>
    public LevelReport Student => Lines[^1];

    /// <summary>How wide every layer that makes channels was, and how wide each level has it, in the order of the forward pass.</summary>
    public IReadOnlyList<LayerWidth> Layers { get; internal init; } = [];

    /// <summary>
    /// For each level that removes filters, from the student to the largest, how the final scores of its filters are distributed.
    /// </summary>
    public IReadOnlyList<ScoreHistogram> Scores { get; internal init; } = [];

    /// <summary>
    /// The validation metric after every epoch of all phases, those before an interruption included; of a session, what its loop has told.
    /// </summary>
    public IReadOnlyList<EpochReport> History { get; internal init; } = [];

    /// <summary>
    /// Rounded widths with which the student would keep more filters and still be faster on this machine, beyond the spread of at least
    /// five rounds; <see cref="Pruner.Rounded"/> makes such students.
    /// </summary>
    /// <value><see langword="null"/> if it would not pay.</value>
    public WidthRounding? Rounding { get; internal init; }

    /// <summary>
    /// How the training computed, what a step took in each way that was tried, and why this one was taken; of a run that went on from a
    /// checkpoint, as measured when it began.
    /// </summary>
    /// <value><see langword="null"/> where the options fixed it, and of a session that has had no batch.</value>
    public ComputationChoice? Computation { get; internal init; }

    /// <summary>What bringing widths to the device's times did for each level, where <see cref="TimedWidths"/> asked for it.</summary>
    public IReadOnlyList<WidthChoice> Widths { get; internal init; } = [];

    /// <summary>The layers that kept their filters, and why.</summary>
    public IReadOnlyList<FilterLock> Locks { get; }

    /// <summary>
    /// The multiply-adds that the training of a run, or of a session up to now, took, as <see cref="PruningSession.MultiplyAdds"/> counts
    /// them; measuring on validation batches is not in it.
    /// </summary>
    public long TrainingMultiplyAdds { get; }

    /// <summary>
    /// Every option, and a digest of the weights that it began with. A run's are whole: with the same data and <see cref="Environment"/>
    /// they repeat it. A session knows its own options; what its loop was told is <see cref="ReportOptions.Settings"/>.
    /// </summary>
    public IReadOnlyList<ReportSetting> Settings { get; internal init; } = [];

    /// <summary>Versions, device and machine.</summary>
    public RunEnvironment Environment { get; }

    /// <summary>
    /// The same report with another last line, for a student that the caller has trained further after
    /// <see cref="PruningSession.Finish(Level)"/>: <see cref="Student"/> is as large and as fast as before, and has the given metric.
    /// </summary>
    /// <param name="metric">The metric that the student has now, on the same batches.</param>
    /// <param name="epochs">The epochs of that training, which come after <see cref="History"/>; none if <see langword="null"/>.</param>
    /// <returns>
    /// A new report, in which the line that was the last is called <c>student, joint phase</c>. <see cref="TrainingMultiplyAdds"/> stays
    /// what it was.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="metric"/> is not a number, or an epoch names a level that the chain does not
    /// have.</exception>
    /// <exception cref="InvalidOperationException">The report has the line of a fine-tuned student already.</exception>
    public PruningReport WithFineTunedStudent(double metric, IReadOnlyList<EpochReport>? epochs = null)
    {
        if (double.IsNaN(metric)) throw new ArgumentException("metric is not a number.", nameof(metric));
        epochs ??= [];
        ReportOptions.RequireKnown(epochs, Chain, nameof(epochs));
        var before = ReportedLevel.JointPhase(Student.Name);
        if (Lines.Any(line => line.Name == before))
        {
            throw new InvalidOperationException($"The report has a line '{before}': its student is a fine-tuned one already.");
        }
        return With([.. Lines.SkipLast(1), Student with { Name = before }, Student with { Metric = metric }], [.. History, .. epochs]);
    }

    /// <summary>
    /// The same report with another column of latencies, of a program that runs the models elsewhere: ONNX Runtime, for instance.
    /// </summary>
    /// <param name="runtime">The program's name, the title of the column.</param>
    /// <param name="latencies">
    /// What was measured there, by <c>original</c> and the names of the levels. Levels that are not named have an empty cell; the line of a
    /// level before fine-tuning has the level's, whose size it has.
    /// </param>
    /// <returns>A new report.</returns>
    /// <exception cref="ArgumentException"><paramref name="runtime"/> is empty or has a column already, <paramref name="latencies"/> is
    /// empty or holds a <see langword="null"/>, or names a level that the report does not have.</exception>
    public PruningReport WithLatencies(string runtime, IReadOnlyDictionary<string, Latency> latencies)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(runtime);
        ArgumentNullException.ThrowIfNull(latencies);
        if (latencies.Count == 0 || latencies.Values.Any(time => time is null))
        {
            throw new ArgumentException("latencies is empty, or holds a null; it must have a latency for each name.", nameof(latencies));
        }
        if (Runtimes.Contains(runtime)) throw new ArgumentException($"The report has latencies of '{runtime}' already.", nameof(runtime));
        if (latencies.Keys.FirstOrDefault(name => Lines.All(line => line.Name != name)) is { } stranger)
        {
            throw new ArgumentException(
                $"latencies has '{stranger}'; the report's lines are {string.Join(", ", Lines.Select(line => line.Name))}.",
                nameof(latencies));
        }
        return With([.. Lines.Select(line => TimeOf(line) is { } time ? Timed(line, time) : line)], History);

        Latency? TimeOf(LevelReport line) => latencies.GetValueOrDefault(line.Name)
            ?? Chain.Levels.Where(level => line.Name == ReportedLevel.JointPhase(level.Name))
                .Select(level => latencies.GetValueOrDefault(level.Name)).FirstOrDefault();

        LevelReport Timed(LevelReport line, Latency time) => line with { LatencyIn = [.. line.LatencyIn, new(runtime, time)] };
    }

    /// <summary>The report as a table of aligned columns.</summary>
    public override string ToString()
    {
        var text = new ReportText(this);
        return text.Table(string.Join, "  ", underline: null) + text.Targets() + text.Agreements() + text.Rounded() + text.Timed()
            + text.Computed() + text.Kept("");
    }

    /// <summary>
    /// The report as Markdown: the table of <see cref="ToString"/> and, in sections of their own, history, widths, scores, settings and
    /// versions.
    /// </summary>
    public string ToMarkdown() => MarkdownReport.Of(this);

    /// <summary>
    /// The report as a page for people: a whole HTML document with its style and its charts (SVG) inside. It needs no network and no
    /// script, and follows the reader's choice of light or dark.
    /// </summary>
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

    /// <summary>The other programs that latencies were told of.</summary>
    internal IReadOnlyList<string> Runtimes => [.. Lines.SelectMany(line => line.LatencyIn).Select(time => time.Runtime).Distinct()];

    /// <summary>Whether the settings are all that there was to be told.</summary>
    internal bool IsOfRun { get; init; } = true;

    /// <summary>The line of a level as it is in the end.</summary>
    internal LevelReport Of(ChainLevel level) => Lines.Last(line => line.Name == level.Name);

    private PruningReport With(IReadOnlyList<LevelReport> lines, IReadOnlyList<EpochReport> history) =>
        new(MetricName, Chain, lines, Locks, TrainingMultiplyAdds, Environment)
        {
            Model = Model,
            HigherIsBetter = HigherIsBetter,
            Layers = Layers,
            Scores = Scores,
            History = history,
            Rounding = Rounding,
            Computation = Computation,
            Widths = Widths,
            Settings = Settings,
            IsOfRun = IsOfRun,
        };
}
