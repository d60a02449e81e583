using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Makes trained convolutional networks small: filter pruning by hierarchical self-distillation (Miles and Mikolajczyk, BMVC 2020).
/// </summary>
public static class HierarchicalPruner
{
    /// <summary>Discovery compares many forward passes; a few samples show a wrong channel as well as a whole batch.</summary>
    private const int DiscoverySamples = 8;

    /// <summary>
    /// Prunes a trained model: trains a hierarchy of smaller and smaller levels that share its weights, each taught by the next larger one,
    /// fine-tunes the smallest, and removes its off filters from the model.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Nobody else may use the model meanwhile, nor a part of it, also not for inference: the run computes in it with other values. Another
    /// run or session in it is refused; what other threads call is not seen, and may end the process.
    /// </para>
    /// <para>
    /// One run at a time: torch's generator is one for the process, and two runs would change each other's random numbers. A second one
    /// waits for the first, and says so in its log; one that is started from within a run is refused. Code of other threads that draws
    /// random numbers meanwhile gets others than without the run, and changes the run's. After the run, and after a refusal, the CPU's
    /// generator has the state that it had; TorchSharp does not tell that of a GPU's.
    /// </para>
    /// </remarks>
    /// <param name="model">
    /// The trained model, on its device. On success it <em>is</em> the student: the same objects, with smaller tensors. After an exception
    /// or cancellation it is as it was. An optimizer made for it before has state of the old shapes: make a new one, or let it follow with
    /// <see cref="FilterRemoval.Follow"/>. Parameters that do not require gradients stay as they are, and modules in evaluation mode stay
    /// in it if the model itself is in training mode.
    /// </param>
    /// <param name="data">Training and validation batches.</param>
    /// <param name="options">How; <see cref="Recipe.Default"/> if <see langword="null"/>: half of the filters go, with one assistant, in 10
    /// + 20 epochs.</param>
    /// <param name="progress">Hears of every step and epoch, on the calling thread if it is not a <see cref="Progress{T}"/>.</param>
    /// <param name="logger">Gets a line for each phase.</param>
    /// <param name="forward">
    /// Calls the model with a batch's inputs and gives its outputs, one tensor or more, in the same order each time:
    /// <c>x =&gt; [model.call(x[0], x[1])]</c>. What it calls is <paramref name="model"/> itself, which holds the weights of one level
    /// after the other. If <see langword="null"/>, the model is called as its class says: an <c>nn.Module</c> of one to four
    /// tensors that gives a tensor, or tuples, lists or dictionaries of tensors, taken in their order.
    /// </param>
    /// <param name="cancellationToken">Ends the run at the next forward pass of discovery, the next batch, of training or validation, the
    /// next step that is timed, or the next round of latencies. With a checkpoint, an epoch that has been trained to its end is measured
    /// and saved first.</param>
    /// <returns>The report and every level's weights; dispose it.</returns>
    /// <exception cref="ArgumentException">The model, the data or an option cannot be used, or a run or session works in the model; the
    /// message names it, its value and what would be right.</exception>
    /// <exception cref="InvalidOperationException">This machine computes convolutions wrongly, or the caller is in inference mode or within
    /// a run; libtorch refuses a batch, a loss has no gradient, or a metric is not a number. The message says which, and what
    /// helps.</exception>
    /// <exception cref="TrainingDivergedException">A loss, a gradient, a weight or a buffer is not finite: a batch holds values that are
    /// far off, or training diverged.</exception>
    /// <exception cref="CheckpointException">The checkpoint cannot be written where it is to be, or another run uses it; nothing has been
    /// trained.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; a <see cref="PruningCanceledException"/> if, past discovery, it
    /// can be continued from a checkpoint.</exception>
    /// <exception cref="InvalidDataException"><see cref="PruningOptions.Checkpoint"/> names a file that is not this run's checkpoint, or
    /// not whole.</exception>
    /// <example>
    /// <code>
    /// using PruningResult result = HierarchicalPruner.Run(model, data, Recipe.Default(studentRatio: 0.6));
    /// result.Save("small.hierkd");
    /// Console.WriteLine(result.Report);
    /// </code>
    /// </example>
    public static PruningResult Run(
        nn.Module model,
        PruningData data,
        PruningOptions? options = null,
        IProgress<PruningProgress>? progress = null,
        ILogger? logger = null,
        Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>? forward = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new PruningOptions();
        var ranks = options.Ranks.AreMany ? new Ranks(options.Processes) : Ranks.Alone;
        // The first process speaks for all.
        return ranks.Within(() => RunWithin(
            model, data.PartOf(ranks), options with { Ranks = ranks }, ranks.IsFirst ? progress : null, ranks.IsFirst ? logger : null,
            forward, cancellationToken));
    }

    private static PruningResult RunWithin(
        nn.Module model, PruningData data, PruningOptions options, IProgress<PruningProgress>? progress, ILogger? logger,
        Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>? forward, CancellationToken cancellationToken)
    {
        options.ValidateRun();
        options.Training.Validate(data);
        var call = ModelCall.Of(model, forward);
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = ModelLease.Take(model);
        using var checkpoint = options.Checkpoint is { } file ? CheckpointFile.TakeTogether(file, options, model) : null;
        using var turn = RunTurn.Take(() => Log.Waiting(logger), cancellationToken);
        using var random = new RandomState();
        var activity = Telemetry.Run(model.GetType().Name, options.Seed);
        return Telemetry.Within(activity, () =>
        {
            var (example, distillation) = DataCheck.Enter(model, call, data, options);
            using var owned = new OwnedTensors(example);
            options.Ranks.TakeFirst(example, "the example input");
            if (distillation.Reason is { } reason)
            {
                Log.DistillationChosen(logger, distillation.Loss!, reason);
                options = options with { Distillation = options.Distillation with { Loss = distillation.Loss } };
            }
            ConvolutionCheck.Require(example[0].device);
            activity?.SetTag("hierkd.device", example[0].device.ToString());
            var graph = Discover(model, call, example, options.Discovery, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            manual_seed(options.Seed);
            return new PruningRun(model, call, graph, example, data, options, checkpoint, progress, logger)
                .Run(cancellationToken);
        }, (result, failure) => result.Warn(failure));
    }

    /// <summary>
    /// Measures, before anything is trained, what the model loses when a part of one group of its filters goes: for a look at the model,
    /// and for <see cref="SensitivityReport.ToPruner"/>.
    /// </summary>
    /// <remarks>
    /// The lowest scores of a group go, with all that is coupled to them; running statistics are estimated anew on a few training batches;
    /// the rest of the model stays whole. That costs one pass over the validation batches for each group and ratio, besides discovery and
    /// <see cref="JointPhaseOptions.ScoringBatches"/> batches for the scores: give data with fewer validation batches if it takes too long.
    /// It is deterministic if the data is. The model is the same afterwards, bit for bit, as are torch's random numbers; as with
    /// <see cref="Run"/>, nobody else may use it meanwhile, and one run at a time.
    /// </remarks>
    /// <param name="model">The trained model, on its device.</param>
    /// <param name="data">Training and validation batches.</param>
    /// <param name="options">What a run would get; of it count the task, the criterion, what may be removed, the seed and the batches that
    /// score. What they leave to be measured for a training (<see cref="MemoryFormat.Fastest"/>, <see cref="ComputePrecision.Fastest"/>) is
    /// computed as given. The defaults if <see langword="null"/>.</param>
    /// <param name="sensitivity">What is measured; the defaults if <see langword="null"/>.</param>
    /// <param name="progress">Hears of every measurement.</param>
    /// <param name="forward">Calls the model with a batch's inputs, as in <see cref="Run"/>; as its class says if
    /// <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends it at the next batch.</param>
    /// <exception cref="ArgumentException">The model, the data or an option cannot be used, or a run or session works in the
    /// model.</exception>
    /// <exception cref="InvalidOperationException">This machine computes convolutions wrongly, or the caller is in inference mode or within
    /// a run; libtorch refuses a batch, or a metric is not a number.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <example>
    /// <code>
    /// SensitivityReport report = HierarchicalPruner.Sensitivity(model, data);
    /// Console.WriteLine(report);
    /// report.SaveHtml("sensitivity.html");
    /// </code>
    /// </example>
    public static SensitivityReport Sensitivity(
        nn.Module model,
        PruningData data,
        PruningOptions? options = null,
        SensitivityOptions? sensitivity = null,
        IProgress<SensitivityProgress>? progress = null,
        Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>? forward = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new PruningOptions();
        sensitivity ??= new SensitivityOptions();
        options = options with { Processes = ProcessGroup.Single };
        options.ValidateRun();
        sensitivity.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = ModelLease.Take(model);
        using var turn = RunTurn.Take(() => { }, cancellationToken);
        using var random = new RandomState();
        var call = ModelCall.Of(model, forward);
        // Nobody is taught, and nothing is timed.
        var (example, _) = DataCheck.Enter(model, call, data, options with { Distillation = new() { Weight = 0 }, Latency = new() });
        using var owned = new OwnedTensors(example);
        ConvolutionCheck.Require(example[0].device);
        var graph = Discover(model, call, example, options.Discovery, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        manual_seed(options.Seed);
        // Nothing is trained: what is left to be measured stays as given.
        options = options with { MemoryFormat = options.Computation.Format, Precision = options.Computation.Precision };
        using var working = new WorkingModel(model, graph.Layers, options.Computation, call);
        return new SensitivityRun(working, graph, example, data, options, sensitivity).Measure(progress, cancellationToken);
    }

    /// <summary>Begins a session for a training loop of the caller's own.</summary>
    /// <param name="model">The trained model, on its device.</param>
    /// <param name="exampleInput">An input <c>[N, …]</c> that the model accepts, on the same device; not disposed. A chain of
    /// <see cref="Measure.Latency"/> is timed on all of it.</param>
    /// <param name="options">The hierarchy; the defaults if <see langword="null"/>.</param>
    /// <returns>The session; dispose it.</returns>
    /// <exception cref="ArgumentException">The model, the input or an option cannot be used.</exception>
    /// <exception cref="InvalidOperationException">This machine computes convolutions wrongly, or the caller is in inference mode; the
    /// message says what helps.</exception>
    public static PruningSession Start(nn.Module model, Tensor exampleInput, SessionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(exampleInput);
        return Start(model, ModelCall.Of(model), [exampleInput], options, nameof(exampleInput));
    }

    /// <summary>Begins a session for a model of any number of inputs and outputs.</summary>
    /// <param name="model">The trained model, on its device.</param>
    /// <param name="exampleInputs">Inputs that the model accepts, the first <c>[N, …]</c>, on the same device; not disposed. A chain of
    /// <see cref="Measure.Latency"/> is timed on all of their samples.</param>
    /// <param name="options">The hierarchy; the defaults if <see langword="null"/>.</param>
    /// <param name="forward">
    /// Calls the model with a batch's inputs and gives its outputs, in the same order each time: <c>x =&gt; [model.call(x[0], x[1])]</c>.
    /// If <see langword="null"/>, the model is called as its class says: an <c>nn.Module</c> of one to four tensors that gives a tensor, or
    /// tuples, lists or dictionaries of tensors, taken in their order.
    /// </param>
    /// <returns>The session; dispose it.</returns>
    /// <exception cref="ArgumentException">The model, the inputs or an option cannot be used, or how to call the model is not
    /// known.</exception>
    /// <exception cref="InvalidOperationException">This machine computes convolutions wrongly, or the caller is in inference mode; the
    /// message says what helps.</exception>
    public static PruningSession Start(
        nn.Module model, IReadOnlyList<Tensor> exampleInputs, SessionOptions? options = null,
        Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>? forward = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(exampleInputs);
        return Start(model, ModelCall.Of(model, forward), exampleInputs, options, nameof(exampleInputs));
    }

    private static PruningSession Start(
        nn.Module model, ModelCall call, IReadOnlyList<Tensor> exampleInputs, SessionOptions? options, string argument)
    {
        options ??= new SessionOptions();
        options.Validate();
        ModelInputs.Require(exampleInputs, argument);
        InferenceMode.Refuse(model);
        StorableModel.Require(model);
        if (exampleInputs.Count > 0) ConvolutionCheck.Require(exampleInputs[0].device);
        options = options.Ranks.AreMany ? options with { Ranks = new Ranks(options.Processes) } : options;
        var lease = ModelLease.Take(model);
        try
        {
            return options.Ranks.Within(() => StartTogether(model, call, lease, exampleInputs, options, argument));
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private static PruningSession StartTogether(
        nn.Module model, ModelCall call, ModelLease lease, IReadOnlyList<Tensor> exampleInputs, SessionOptions options, string argument)
    {
        var graph = FilterGraph.Discover(model, call, exampleInputs, options.Discovery, argument);
        var session = new PruningSession(
            new WorkingModel(model, graph.Layers, options.Computation, call), lease, graph, exampleInputs, options);
        try
        {
            if (options.Ranks.AreMany) RanksCheck.Require(options.Ranks, SessionSettings.Of(session));
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static FilterGraph Discover(
        nn.Module model, ModelCall call, IReadOnlyList<Tensor> exampleInputs, DiscoveryOptions options, CancellationToken cancellation)
    {
        var activity = Telemetry.Discovery();
        return Telemetry.Within(activity, () =>
        {
            var few = ModelInputs.Few(exampleInputs, DiscoverySamples);
            using var owned = new OwnedTensors(few);
            var graph = FilterGraph.Discover(model, call, few, options, nameof(exampleInputs), new DiscoveryWatch(null, cancellation));
            activity?.SetTag("hierkd.groups", graph.Groups.Count).SetTag("hierkd.filters", graph.Filters);
            return graph;
        });
    }
}
