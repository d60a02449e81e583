using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>What a level minimises, computed and differentiated.</summary>
internal sealed class LevelObjective
{
    private const string TaskLossName = "PruningTask.Loss";

    private readonly WorkingModel _working;
    private readonly SessionOptions _options;
    private readonly IReadOnlyList<FeatureSite> _sites;
    private IDistillationLoss? _distillation;

    /// <exception cref="ArgumentException">The distillation loss names modules that cannot be compared.</exception>
    public LevelObjective(WorkingModel working, FilterGraph graph, IReadOnlyList<Tensor> exampleInputs, SessionOptions options)
    {
        (_working, _options) = (working, options);
        _distillation = options.Distillation.Loss ?? options.Task.DefaultDistillation;
        _sites = options.Distillation.Weight > 0
            && _distillation is not null ? FeatureSites.Find(_distillation, working, graph, exampleInputs) : [];
        Distilled = CountOutputs(working, exampleInputs);
        if (LooksInside && options.Distillation.External is { } outside)
        {
            throw new ArgumentException(
                $"The distillation loss compares features of modules, which the external teacher '{outside.Name}' does not have; take " +
                "one that compares outputs.",
                nameof(options));
        }
    }

    /// <summary>Whether the loss compares features, beside outputs.</summary>
    public bool LooksInside => _sites.Count > 0;

    /// <summary>How many outputs are distilled.</summary>
    public int Distilled { get; }

    /// <summary>What the given weights teach on a batch, in evaluation mode.</summary>
    public LevelOutput Teach(IModelWeights weights, IReadOnlyList<Tensor> x) => _working.Profile.In(
        StepPart.Teachers, () => _working.Ask(weights, () => Answer(weights, x)));

    /// <summary>What a teacher from outside says of a batch.</summary>
    public LevelOutput TeachFromOutside(IExternalTeacher teacher, PruningBatch batch)
    {
        using var quiet = no_grad();
        var device = _working.Tensors[0].Tensor.device;
        var outputs = ExternalAnswer.Of(teacher, batch, Distilled);
        return new LevelOutput([.. outputs.Select(o => o.detach().to(device))], [], ModelSelection.Everything);
    }

    /// <summary>
    /// What a level teaches that is trained in other steps: in training mode, as it would in those, so that its running statistics keep up
    /// with the shared weights.
    /// </summary>
    public LevelOutput TeachInTraining(IModelWeights weights, IReadOnlyList<Tensor> x, string level) => _working.Train(weights, () =>
    {
        using var quiet = no_grad();
        var answer = Answer(weights, x);
        TrainingDivergedException.RequireFiniteStatistics(_working, level);
        return answer;
    });

    /// <summary>
    /// Forward and backward of the model, which has the given weights loaded: what it teaches, and its losses. Without a teacher it learns
    /// from the task alone.
    /// </summary>
    /// <param name="weights">What is loaded.</param>
    /// <param name="batch">The batch, on the model's device.</param>
    /// <param name="teacher">What its teacher gave on the same inputs.</param>
    /// <param name="level">The level's name.</param>
    /// <param name="weight">What the weighted sum of its losses is multiplied by.</param>
    public (LevelOutput Output, LevelLoss Loss) Backward(
        IModelWeights weights, PruningBatch batch, LevelOutput? teacher, string level, double weight = 1)
    {
        using var capture = new FeatureCapture(_sites);
        var outputs = _working.Profile.In(StepPart.Forward, () => _working.Call(batch.Inputs));
        var features = capture.Read(weights);
        var (total, loss) = _working.Profile.In(
            StepPart.Losses, () => Losses(weights, batch, teacher, outputs, features, level, weight));
        _working.Profile.In(StepPart.Checks, () => TrainingDivergedException.RequireFiniteStatistics(_working, level, loss));
        _working.Profile.In(StepPart.Backward, () => total.backward());
        _working.Profile.In(StepPart.Checks, () => TrainingDivergedException.RequireFiniteGradients(_working, loss));
        loss = Averaged(loss);
        return (Frozen(outputs, features, weights), loss);
    }

    private (Tensor Total, LevelLoss Loss) Losses(
        IModelWeights weights, PruningBatch batch, LevelOutput? teacher, Tensor[] outputs, Tensor[] features, string level, double weight)
    {
        var task = TaskLoss(outputs, batch);
        var total = task * _options.Distillation.TaskWeight;
        Tensor? distillation = null;
        if (teacher is not null && _options.Distillation.Weight > 0)
        {
            var step = Step(outputs, features, teacher, batch, weights.Kept);
            _distillation ??= DistillationForm.Of(step.Outputs, step.Targets).Loss;
            distillation = WithGradient(
                _distillation.Compute(step),
                $"The distillation loss {_distillation.GetType().Name}");
            total += distillation * _options.Distillation.Weight;
        }
        if (_options.Distillation.TaskWeight > 0 || !total.requires_grad) WithGradient(task, TaskLossName);
        if (weight != 1) total *= weight;
        var loss = new LevelLoss(level, task.ToDouble(), distillation?.ToDouble() ?? 0, total.ToDouble());
        TrainingDivergedException.RequireFinite(loss);
        return (total, loss);
    }

    /// <summary>Averages gradients, and what is told of the losses, over all processes.</summary>
    private LevelLoss Averaged(LevelLoss loss)
    {
        if (!_options.Ranks.AreMany) return loss;
        using var scope = NewDisposeScope();
        var told = tensor(new[] { loss.Task, loss.Distillation, loss.Total }, dtype: float32, device: _working.Tensors[0].Tensor.device);
        _options.Ranks.Average([.. _working.LoadedGradients(), told], $"the gradients of level {loss.Level}");
        var numbers = told.cpu().data<float>().ToArray();
        return loss with { Task = numbers[0], Distillation = numbers[1], Total = numbers[2] };
    }

    /// <summary>The task's loss alone, which has to have a gradient.</summary>
    public Tensor TaskLossWithGradient(Tensor[] outputs, PruningBatch batch) => WithGradient(TaskLoss(outputs, batch), TaskLossName);

    private Tensor TaskLoss(Tensor[] outputs, PruningBatch batch)
    {
        _options.Task.RequireTarget(outputs, batch);
        return Scalar(_options.Task.Loss(outputs, batch), TaskLossName);
    }

    /// <summary>A loss that leads back to no weight would train nothing, and say nothing.</summary>
    private static Tensor WithGradient(Tensor? loss, string what) =>
        Scalar(loss, what) is { requires_grad: true } usable ? usable : throw Unusable(what, loss);

    /// <summary>What a loss gave, if it is a number.</summary>
    private static Tensor Scalar(Tensor? loss, string what) => loss is not null && loss.numel() == 1 ? loss : throw Unusable(what, loss);

    private static InvalidOperationException Unusable(string what, Tensor? loss)
    {
        var gave = loss is null ? "null" : $"[{string.Join(", ", loss.shape)}]{(loss.requires_grad ? "" : " without a gradient")}";
        return new InvalidOperationException($"{what} returned {gave}; it must return a scalar with a gradient.");
    }

    private LevelOutput Answer(IModelWeights weights, IReadOnlyList<Tensor> x)
    {
        using var capture = new FeatureCapture(_sites);
        var outputs = _working.Call(x);
        return Frozen(outputs, capture.Read(weights), weights);
    }

    /// <summary>
    /// How many outputs the model gives in evaluation mode, as frozen teachers do: what it gives beside them in training, as auxiliary
    /// classifiers do, nobody teaches.
    /// </summary>
    private static int CountOutputs(WorkingModel working, IReadOnlyList<Tensor> exampleInputs)
    {
        using var scope = NewDisposeScope();
        return working.Evaluate(working.Own, () => working.Call(ModelInputs.Few(exampleInputs, atMost: 1))).Length;
    }

    private DistillationStep Step(Tensor[] outputs, Tensor[] features, LevelOutput teacher, PruningBatch batch, ModelSelection kept) => new(
        [.. outputs.Take(Distilled)],
        ExternalAnswer.RequireShapes(_options.Distillation.External, [.. teacher.Outputs.Take(Distilled)], outputs),
        batch.Targets,
        _sites.Select((site, i) => (site.Path, Pair: new FeaturePair(features[i], teacher.Features[i])
        {
            SharedTeacher = site.Shared(teacher.Features[i], teacher.Kept, kept),
            ChannelAxis = site.ChannelAxis((int)features[i].dim()),
        })).ToDictionary(f => f.Path, f => f.Pair));

    private static LevelOutput Frozen(Tensor[] outputs, Tensor[] features, IModelWeights weights) =>
        new([.. outputs.Select(o => o.detach())], features.Select(f => f.detach()).ToArray(), weights.Kept);
}
