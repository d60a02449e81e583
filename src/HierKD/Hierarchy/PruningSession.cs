using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// A hierarchy of levels over one model, for a training loop of the caller's own: <see cref="HierarchicalPruner.Run"/> is written on it.
/// </summary>
/// <remarks>
/// <para>
/// The session trains copies of the model's weights. Between calls the model is exactly what it was when the session began, and it is so
/// again after <see cref="Dispose"/>, unless <see cref="Finish(Level)"/> has made the student of it. Do not use, move or save the model
/// from another thread meanwhile, and give the optimizer <see cref="Parameters"/>, not the model's own parameters, which the session does
/// not train.
/// </para>
/// <para>
/// Not thread-safe. torch's generator is one for the process: what draws random numbers in a step (dropout) changes those of a
/// <see cref="HierarchicalPruner.Run"/> that goes on in another thread, and the other way round.
/// </para>
/// </remarks>
public sealed class PruningSession : IDisposable
{
    private readonly ModelLease? _lease;
    private bool _disposed;

    /// <param name="working">The model at work. With a lease the session ends its work at the session's own end.</param>
    /// <param name="lease">The right to work in it, which the session gives back at its end; <see langword="null"/> if the caller has
    /// it.</param>
    /// <param name="graph">The model's graph.</param>
    /// <param name="exampleInputs">Inputs.</param>
    /// <param name="options">The hierarchy.</param>
    /// <param name="original">What the levels are made from; the model itself if <see langword="null"/>.</param>
    internal PruningSession(
        WorkingModel working, ModelLease? lease, FilterGraph graph, IReadOnlyList<Tensor> exampleInputs, SessionOptions options,
        OriginalLevel? original = null)
    {
        (_lease, Options, Graph, Working) = (lease, options, graph, working);
        try
        {
            options.Scorer.RequireScorable(graph);
            Original = original ?? OriginalLevel.Of(working, graph);
            TrainableModel.Require(working, working.Module);
            HalfPrecision.RequireComputable(Working, exampleInputs, options.Precision);
            Masks = new LevelMasks(Working, Original, exampleInputs, options);
            Masks.RequireReachable(options);
            Computing = new SessionComputation(this, exampleInputs);
            Passes = new SessionPasses(this, new LevelObjective(Working, graph, exampleInputs, options));
            var values = LevelValues.Create(Working, Original, options.Private, options.Chain.Levels.Count);
            Levels = options.Chain.Levels
                .Select((plan, i) => new Level(plan, values[i], Original.Mask, Working, options.Execution)).ToArray();
        }
        catch
        {
            // The student may be out of reach, the copies may not fit into memory; the model gets its gradients back, the copies go with
            // the garbage.
            Masks?.Dispose();
            Computing?.Dispose();
            if (lease is not null) Working.Dispose();
            throw;
        }
        Device = Working.Tensors[0].Tensor.device;
    }

    /// <summary>Which filters can be removed.</summary>
    public FilterGraph Graph { get; }

    /// <summary>The levels, from the student to the largest.</summary>
    public IReadOnlyList<Level> Levels { get; }

    /// <summary>The smallest level.</summary>
    public Level Student => Levels[0];

    /// <summary>
    /// The multiply-adds that <see cref="Backward"/> and <see cref="ScoreOriginal"/> have taken so far, by the count of
    /// <see cref="ModelCost"/>: a forward pass once, a backward pass twice, teachers' passes included.
    /// </summary>
    public long MultiplyAdds => Meter.MultiplyAdds;

    /// <summary>
    /// How the session computes where <see cref="MemoryFormat.Fastest"/> or <see cref="ComputePrecision.Fastest"/> leaves that to be
    /// measured: on the first batch that <see cref="ScoreOriginal"/> or <see cref="Backward"/> gets, which takes so much longer, unless
    /// <see cref="SessionCheckpoint.Restore"/> has brought what another session has measured. Until then it computes as given.
    /// </summary>
    /// <value><see langword="null"/> before, and where the options fix both.</value>
    public ComputationChoice? Computation => Record.Computation;

    internal SessionComputation Computing { get; }

    internal SessionOptions Options { get; }

    internal OriginalLevel Original { get; }

    internal TrainingRecord Record { get; init; } = new();

    internal ComputeMeter Meter => Record.Meter;

    /// <summary>The steps done so far: what a step draws depends on its number.</summary>
    internal long Steps { get; set; }

    internal WorkingModel Working { get; }

    internal SessionPasses Passes { get; }

    internal LevelObjective Objective => Passes.Objective;

    internal LevelMasks Masks { get; }

    internal Device Device { get; }

    /// <summary>Everything that is trained, for the optimizer: the shared weights and each level's private parts.</summary>
    public IEnumerable<Parameter> Parameters()
    {
        RequireAlive();
        return Levels[0].Values.SharedParameters.Concat(Levels.SelectMany(l => l.Values.PrivateParameters));
    }

    /// <summary>
    /// Refuses an optimizer that does not train this session: one on the model's own parameters would do nothing, one of an earlier session
    /// has died with it.
    /// </summary>
    /// <param name="optimizer">The optimizer that the caller's loop steps.</param>
    /// <exception cref="ArgumentException">It holds none of <see cref="Parameters"/>.</exception>
    public void RequireTrains(optim.Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        OptimizerCheck.Require(optimizer, Parameters(), nameof(optimizer), "session.Parameters()");
    }

    /// <summary>
    /// Removes all gradients. Use it in place of the optimizer's <c>zero_grad()</c>, which may leave zeros: weight decay and momentum would
    /// then move parameters that took no part in a step.
    /// </summary>
    public void ZeroGrad()
    {
        foreach (var parameter in Parameters()) parameter.grad = null;
    }

    /// <summary>
    /// Scores every filter from the original model's own gradients on a batch, with the task loss alone, and adds the scores to every
    /// level: a start before any mask exists, since a level that equals its teacher has no distillation gradient.
    /// </summary>
    /// <param name="batch">The batch; moved to the model's device if need be, not disposed.</param>
    /// <exception cref="ArgumentException">The batch does not fit the task.</exception>
    /// <exception cref="InvalidOperationException">libtorch refuses what the model computes with the batch, or the loss has no
    /// gradient.</exception>
    public void ScoreOriginal(PruningBatch batch)
    {
        RequireAlive();
        ArgumentNullException.ThrowIfNull(batch);
        Passes.ScoreOriginal(batch);
    }

    /// <summary>
    /// Every level that takes part in the step forward and backward on one batch, from the largest to the student, each taught as
    /// <see cref="DistillationOptions.Teacher"/> says, whether the teacher takes part or not. Gradients are added up on
    /// <see cref="Parameters"/> (<see cref="SessionOptions.Gradients"/>), and filters are scored.
    /// </summary>
    /// <remarks>
    /// After an exception the model is the user's own, as always, and the session can go on: call <see cref="ZeroGrad"/>, since levels that
    /// the step had come through have gradients, and their scores and running statistics have seen the batch.
    /// </remarks>
    /// <param name="batch">The batch; moved to the model's device if need be, not disposed.</param>
    /// <param name="score">Whether filters are scored in this step. Default <see langword="true"/>.</param>
    /// <param name="measureAgreement">Whether to compare each level's gate gradients with its teacher's, for
    /// <see cref="LevelLoss.Agreement"/>; costs little. Default <see langword="false"/>.</param>
    /// <param name="originalOutputs">
    /// The outputs that the original model gave on these inputs in evaluation mode, each <c>[N, …]</c>, if they are known: then it is not
    /// asked. For inputs that come again unchanged; not disposed. Default <see langword="null"/>.
    /// </param>
    /// <returns>
    /// The losses of each level that <see cref="SessionOptions.Sampling"/> lets take part, from the student to the largest.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="originalOutputs"/> are of another number of samples, or the distillation loss
    /// compares features, which they do not say; or the batch does not fit the task.</exception>
    /// <exception cref="InvalidOperationException">libtorch refuses what the model computes with the batch, or a loss has no
    /// gradient.</exception>
    /// <exception cref="TrainingDivergedException">A loss, a gradient or a running statistic is NaN or infinite.</exception>
    public IReadOnlyList<LevelLoss> Backward(
        PruningBatch batch, bool score = true, bool measureAgreement = false, IReadOnlyList<Tensor>? originalOutputs = null)
    {
        RequireAlive();
        ArgumentNullException.ThrowIfNull(batch);
        ExternalAnswer.RequireOriginalOnTop(Options.Distillation.External, originalOutputs is not null, nameof(originalOutputs));
        return Passes.Backward(batch, score, measureAgreement, originalOutputs);
    }

    /// <summary>
    /// Selects the filters of every level anew from the scores so far, such that each meets its target; levels stay nested unless
    /// <see cref="SessionOptions.NestedMasks"/> says otherwise. With <see cref="Measure.Latency"/> this measures, and takes its time.
    /// </summary>
    /// <param name="fraction">How much of its target ratio each level removes, in [0, 1]: less than 1 while a <see cref="RatioSchedule"/>
    /// approaches it. Default 1.</param>
    /// <exception cref="InvalidOperationException">Nothing has been scored yet; the pruner turned a filter on that the next larger level
    /// has off; or its masks do not become small enough for a budget.</exception>
    public void UpdateMasks(double fraction = 1)
    {
        RequireAlive();
        if (fraction is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, $"fraction is {fraction}; it must be in [0, 1].");
        }
        SetMasks(Masks.Select(Levels, fraction));
    }

    /// <summary>Gives every level a mask.</summary>
    /// <param name="masks">The masks, from the student to the largest level.</param>
    internal void SetMasks(FilterMask[] masks)
    {
        for (var i = 0; i < masks.Length; i++) Levels[i].SetMask(masks[i]);
    }

    /// <summary>The metric of a level over batches, in evaluation mode.</summary>
    /// <param name="level">One of <see cref="Levels"/>.</param>
    /// <param name="batches">The batches; not disposed.</param>
    /// <exception cref="ArgumentException">The level is of another session, or there is no batch.</exception>
    public double Evaluate(Level level, IEnumerable<PruningBatch> batches)
    {
        RequireAlive();
        RequireOwn(level);
        return NativeMessage.Within(
            () => "The batches cannot be measured on", () => new Evaluator(Working, Options.Task).Metric(level.Weights, batches));
    }

    /// <summary>
    /// Resets the running statistics of a level's batch and instance normalisation layers, and estimates them anew as the plain average
    /// over some batches, every batch with the same weight. The weights, learned scales among them, stay as they are, and so does
    /// everything else.
    /// </summary>
    /// <remarks>
    /// The moving averages of a training lag behind its weights, and behind a mask that has just changed; this is what the level computes
    /// with now. Only normalisation layers are in training mode meanwhile (no dropout), and no gradient is computed. A layer that the user
    /// holds in evaluation mode in a model in training mode keeps its statistics, as in training; in slim execution so do filters that are
    /// off. A model without running statistics is left alone.
    /// </remarks>
    /// <param name="level">One of <see cref="Levels"/>.</param>
    /// <param name="batches">Training batches, prepared as for training; targets are not looked at, nothing is disposed.</param>
    /// <exception cref="ArgumentException">The level is of another session, or there is no batch; statistics are then as they
    /// were.</exception>
    public void Recalibrate(Level level, IEnumerable<PruningBatch> batches)
    {
        RequireAlive();
        RequireOwn(level);
        ArgumentNullException.ThrowIfNull(batches);
        NativeMessage.Within(() => "Running statistics cannot be estimated on the batches", () =>
        {
            Recalibration.Run(Working, level.Weights, batches.Select(batch => batch.Inputs));
            return true;
        });
    }

    /// <exception cref="ObjectDisposedException">The session is over.</exception>
    internal void RequireAlive() => ObjectDisposedException.ThrowIf(_disposed, this);

    /// <summary>
    /// Makes a level of the model for good: its removed filters are gone from every tensor. The session cannot be used afterwards.
    /// </summary>
    /// <param name="level">One of <see cref="Levels"/>; usually <see cref="Student"/>.</param>
    /// <returns>The filters that were kept, for <see cref="SlimModel.Save(string, nn.Module, FilterMask, string)"/>.</returns>
    /// <exception cref="ArgumentException">The level is of another session.</exception>
    /// <exception cref="TrainingDivergedException">A weight or a buffer of the level is NaN or infinite. The session goes on.</exception>
    public FilterMask Finish(Level level)
    {
        RequireAlive();
        RequireOwn(level);
        this.RequireFinite(level);
        using var cut = this.Cut(level);
        Finish(cut);
        return cut.Mask;
    }

    private void RequireOwn(Level level)
    {
        ArgumentNullException.ThrowIfNull(level);
        if (!Levels.Contains(level))
        {
            throw new ArgumentException($"The level '{level.Name}' is none of this session's Levels.", nameof(level));
        }
    }

    /// <summary>Makes what became of a level, after it was cut out, of the model for good.</summary>
    internal void Finish(CutLevel level)
    {
        Working.Keep(level.Weights);
        Dispose();
    }

    /// <summary>Ends the session; unless <see cref="Finish(Level)"/> was called, the model is what it was before.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Masks.Dispose();
        Computing.Dispose();
        if (_lease is not null) Working.Dispose();
        Levels[0].Values.DisposeShared();
        foreach (var level in Levels) ((IDisposable)level).Dispose();
        _lease?.Dispose();
    }
}
