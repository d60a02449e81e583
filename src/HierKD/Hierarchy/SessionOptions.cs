namespace HierKD;

/// <summary>What a hierarchy is made of.</summary>
public record SessionOptions
{
    private readonly LevelExecution? _execution;

    /// <summary>The levels.</summary>
    /// <value>
    /// By default half of the filters go, with one assistant that keeps 71 % and weighs a quarter: <see cref="TeacherChain.Default"/>.
    /// </value>
    public TeacherChain Chain { get; init; } = TeacherChain.Default();

    /// <summary>How important a filter is.</summary>
    /// <value><see cref="Saliency.GateGradient"/> by default.</value>
    public ISaliencyScorer Scorer { get; init; } = Saliency.GateGradient();

    /// <summary>Which filters go, given their scores.</summary>
    /// <value><see cref="Pruner.GlobalThreshold"/> by default.</value>
    public IPruner Pruner { get; init; } = HierKD.Pruner.GlobalThreshold();

    /// <summary>
    /// How much of parts of the model may go, whatever <see cref="Pruner"/> says; a pruner of the caller's own knows nothing of it.
    /// </summary>
    /// <value>
    /// None by default. With limits a level keeps at most its share, whatever the <see cref="Measure"/>: the pruner is asked for as much as
    /// that takes. Limits hold at every update of the masks; <see cref="HierKD.Pruner.Rounded"/> brings widths to multiples within them.
    /// </value>
    /// <example>
    /// <code>
    /// new SessionOptions { Limits = [new PartLimit("layer4") { LargestRatio = 0.3 }, new PartLimit("stem") { MinimumFilters = 16 }] }
    /// </code>
    /// </example>
    public IReadOnlyCollection<PartLimit> Limits { get; init; } = [];

    /// <summary>What a level learns from its teacher.</summary>
    public DistillationOptions Distillation { get; init; } = new();

    /// <summary>The task and how it is measured.</summary>
    /// <value><see cref="PruningTask.Classification"/> by default: cross-entropy, top-1.</value>
    public PruningTask Task { get; init; } = PruningTask.Classification();

    /// <summary>Which filters may be removed.</summary>
    public DiscoveryOptions Discovery { get; init; } = new();

    /// <summary>Which parts each level has for itself.</summary>
    /// <value><see cref="PrivateParts.All"/> by default.</value>
    public PrivateParts Private { get; init; } = PrivateParts.All;

    /// <summary>Whether a level's filters are on in its teacher as well.</summary>
    /// <value>
    /// <see langword="true"/> by default. With <see langword="false"/> masks are free, as in Miles and Mikolajczyk (BMVC 2020): each level
    /// selects among all filters by its own scores.
    /// </value>
    /// <remarks>
    /// A pass scores the filters that it computes. In <see cref="LevelExecution.Slim"/> execution these are the ones that are on in the
    /// level that passes, so a filter keeps the score that it had when it was last on there: with <see cref="GradientSource.Teacher"/>, a
    /// filter that is on in the level and off in its teacher is not scored any more, nor, with <see cref="GradientSource.OwnLevel"/>, one
    /// that is off in the level itself; such a filter comes or goes only as the scores of others pass its own.
    /// <see cref="LevelExecution.Masked"/> execution scores every filter in every pass, and is what free masks are meant for.
    /// </remarks>
    public bool NestedMasks { get; init; } = true;

    /// <summary>How a level is computed.</summary>
    /// <value>
    /// Unless it is set, <see cref="LevelExecution.Slim"/> with nested masks and <see cref="LevelExecution.Masked"/> with free ones, whose
    /// scores want gradients of filters that are off.
    /// </value>
    public LevelExecution Execution
    {
        get => _execution ?? (NestedMasks ? LevelExecution.Slim : LevelExecution.Masked);
        init => _execution = value;
    }

    /// <summary>
    /// In which order a training computes with the values of feature maps; the model that comes out does not depend on it.
    /// </summary>
    /// <value>
    /// <see cref="MemoryFormat.AsGiven"/> by default. <see cref="MemoryFormat.Fastest"/> leaves it to be measured on this device, and so
    /// does <see cref="ComputePrecision.Fastest"/> with <see cref="Precision"/>.
    /// </value>
    /// <remarks>
    /// What is left open is measured before the training: a few steps of the whole network on the first training batch, forward and
    /// backward, in each way to compute that is left. A way that libtorch cannot compute, or whose outputs and gradients are not those of
    /// the default but for rounding, is left out. The default, as given, is replaced only by what is faster by a tenth and beyond the
    /// spread of the steps. Each way has nine timed steps after a warm-up, and fewer where steps take long: three once they have taken 20
    /// seconds together, one if they have taken a minute; what is far behind at once has none. The model, running statistics and torch's
    /// random numbers are as before (on a GPU, whose generator TorchSharp cannot put back, a session's dropout goes on from another place).
    /// What was taken, and why, is in the log, in <see cref="PruningReport.Computation"/> and in checkpoints, from which a training goes on
    /// in the same way without measuring again. Two runs may measure differently, and then end differently by rounding: fix both options
    /// where the same bits are to come out.
    /// </remarks>
    public MemoryFormat MemoryFormat { get; init; }

    /// <summary>In which type a training computes; weights, gradients and all that is measured keep the model's own.</summary>
    /// <value>
    /// <see cref="ComputePrecision.AsGiven"/> by default; <see cref="ComputePrecision.Fastest"/> is measured as <see cref="MemoryFormat"/>
    /// says.
    /// </value>
    public ComputePrecision Precision { get; init; }

    /// <summary>
    /// Whether memory that a level's pass has freed is given back to the system before the next one begins, where the C library keeps it:
    /// glibc, on Linux and the CPU.
    /// </summary>
    /// <value>
    /// <see langword="false"/> by default. Levels of different widths make glibc's heap grow to several times what is alive; with
    /// <see langword="true"/> it does not, and a step takes somewhat longer. Another allocator needs neither: see docs/performance.md.
    /// </value>
    public bool GiveBackMemory { get; init; }

    /// <summary>Which levels a step trains.</summary>
    /// <value><see cref="LevelSampling.All"/> by default.</value>
    public LevelSampling Sampling { get; init; } = LevelSampling.All;

    /// <summary>Whose gradients move a weight that several levels share.</summary>
    /// <value><see cref="LevelGradients.Sum"/> by default.</value>
    public LevelGradients Gradients { get; init; }

    /// <summary>
    /// The processes that train together, each on its part of the data, as with HierKD.Mpi. Every process is given the same model and
    /// options. Gradients are averaged over them before they score filters and before the optimizer steps, and so is everything that
    /// decides: masks, metrics and stops are the same in all of them.
    /// </summary>
    /// <value><see cref="ProcessGroup.Single"/> by default: this process alone.</value>
    public IProcessGroup Processes
    {
        get => Ranks.Group;
        init => Ranks = value is null ? throw new ArgumentNullException(nameof(value)) : value.Size > 1 ? new Ranks(value) : Ranks.Alone;
    }

    internal Ranks Ranks { get; init; } = Ranks.Alone;

    /// <summary>The ways to compute that the options leave open: the default first, and bfloat16 last.</summary>
    internal IReadOnlyList<Computation> Computations
    {
        get
        {
            MemoryFormat[] formats =
                MemoryFormat == MemoryFormat.Fastest ? [MemoryFormat.AsGiven, MemoryFormat.ChannelsLast] : [MemoryFormat];
            ComputePrecision[] precisions =
                Precision == ComputePrecision.Fastest ? [ComputePrecision.AsGiven, ComputePrecision.BFloat16] : [Precision];
            return [.. precisions.SelectMany(precision => formats.Select(format => new Computation(format, precision)))];
        }
    }

    /// <summary>How it is computed where nothing has been measured.</summary>
    internal Computation Computation => Computations[0];

    /// <summary>What latency is measured with.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Chain);
        ArgumentNullException.ThrowIfNull(Scorer);
        ArgumentNullException.ThrowIfNull(Pruner);
        ArgumentNullException.ThrowIfNull(Distillation);
        ArgumentNullException.ThrowIfNull(Task);
        ArgumentNullException.ThrowIfNull(Discovery);
        ArgumentNullException.ThrowIfNull(Sampling);
        ArgumentNullException.ThrowIfNull(Limits);
        foreach (var limit in Limits)
        {
            if (limit is null) throw new ArgumentException("SessionOptions.Limits holds a null.", nameof(Limits));
            limit.Validate(nameof(Limits));
        }
        if (!Enum.IsDefined(MemoryFormat))
        {
            throw new ArgumentException(
                $"SessionOptions.MemoryFormat is {(int)MemoryFormat}, which is none of {string.Join(", ", Enum.GetNames<MemoryFormat>())}.",
                nameof(MemoryFormat));
        }
        if (!Enum.IsDefined(Precision))
        {
            throw new ArgumentException(
                $"SessionOptions.Precision is {(int)Precision}, which is none of {string.Join(", ", Enum.GetNames<ComputePrecision>())}.",
                nameof(Precision));
        }
        if (!Enum.IsDefined(Gradients))
        {
            throw new ArgumentException(
                $"SessionOptions.Gradients is {(int)Gradients}, which is none of {string.Join(", ", Enum.GetNames<LevelGradients>())}.",
                nameof(Gradients));
        }
        Distillation.Validate();
        if (Distillation.External is { } teacher && (string.IsNullOrEmpty(teacher.Name) || teacher.Name == "original"
            || Chain.Levels.Any(level => level.Name == teacher.Name)))
        {
            throw new ArgumentException(
                $"DistillationOptions.External is called '{teacher.Name}'; it must have a name, which is not that of a level.",
                nameof(Distillation));
        }
    }
}
