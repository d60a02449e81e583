using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// What a level and its teacher computed on one batch, as a distillation loss sees it. Its tensors live until the loss has been
/// differentiated.
/// </summary>
/// <remarks>HierKD makes these; the constructor is there to try losses of one's own on tensors of one's own.</remarks>
/// <example>
/// <code>
/// var features = new Dictionary&lt;string, FeaturePair&gt; { ["layer3"] = new(feature, teacherFeature) };
/// var step = new DistillationStep(output, teacherOutput, labels, features);
/// Tensor loss = new MyLoss().Compute(step);
/// </code>
/// </example>
public sealed class DistillationStep
{
    private readonly IReadOnlyDictionary<string, FeaturePair> _features;

    /// <summary>A step of the caller's own, of a model of one output.</summary>
    /// <param name="output">The level's output, <c>[N, C, …]</c>.</param>
    /// <param name="teacherOutput">Its teacher's, of the same shape.</param>
    /// <param name="target">The batch's target; class indices <c>[N, …]</c> for classification.</param>
    /// <param name="features">The features of modules, by path; none if <see langword="null"/>.</param>
    public DistillationStep(Tensor output, Tensor teacherOutput, Tensor target, IReadOnlyDictionary<string, FeaturePair>? features = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(teacherOutput);
        ArgumentNullException.ThrowIfNull(target);
        (Outputs, TeacherOutputs, Targets, _features) = ([output], [teacherOutput], [target], features ?? None);
    }

    /// <summary>A step of the caller's own, of a model of any number of outputs.</summary>
    /// <param name="outputs">The level's outputs.</param>
    /// <param name="teacherOutputs">Its teacher's.</param>
    /// <param name="targets">The batch's targets; may be empty.</param>
    /// <param name="features">The features of modules, by path; none if <see langword="null"/>.</param>
    public DistillationStep(
        IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> teacherOutputs, IReadOnlyList<Tensor> targets,
        IReadOnlyDictionary<string, FeaturePair>? features = null)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(teacherOutputs);
        ArgumentNullException.ThrowIfNull(targets);
        (Outputs, TeacherOutputs, Targets, _features) = (outputs, teacherOutputs, targets, features ?? None);
    }

    /// <summary>The level's outputs, in the order in which the model gives them, with gradients.</summary>
    public IReadOnlyList<Tensor> Outputs { get; }

    /// <summary>Its teacher's outputs, of the same shapes, without gradients.</summary>
    public IReadOnlyList<Tensor> TeacherOutputs { get; }

    /// <summary>The batch's targets, as the training data gives them.</summary>
    public IReadOnlyList<Tensor> Targets { get; }

    /// <summary>The level's only output, <c>[N, C, …]</c>, with a gradient.</summary>
    /// <exception cref="ArgumentException">The model has several; <see cref="DistillationLoss.ForOutput"/> chooses one.</exception>
    public Tensor Output => One(Outputs, "outputs");

    /// <summary>Its teacher's only output, of the same shape, without a gradient.</summary>
    /// <exception cref="ArgumentException">The model has several; <see cref="DistillationLoss.ForOutput"/> chooses one.</exception>
    public Tensor TeacherOutput => One(TeacherOutputs, "outputs");

    /// <summary>
    /// The batch's only target, as the training data gives it: class indices <c>[N]</c>, or <c>[N, …]</c> for dense prediction.
    /// </summary>
    /// <exception cref="ArgumentException">There are several; <see cref="DistillationLoss.ForOutput"/> chooses one.</exception>
    public Tensor Target => One(Targets, "targets");

    /// <summary>What a module gave in the level, over the channels that are on in the level, with a gradient.</summary>
    /// <param name="module">One of <see cref="IDistillationLoss.Modules"/>.</param>
    /// <returns>
    /// The module's output, usually <c>[N, C, …]</c>; see <see cref="ChannelAxis"/>. Slim and masked execution give the same.
    /// </returns>
    /// <exception cref="ArgumentException">The loss did not list the module.</exception>
    public Tensor Feature(string module) => Of(module).Own;

    /// <summary>
    /// What the module gave in the teacher, over the channels that are on in the teacher, without a gradient: as many as in
    /// <see cref="Feature"/> or more.
    /// </summary>
    /// <param name="module">One of <see cref="IDistillationLoss.Modules"/>.</param>
    /// <returns>The module's output, <c>[N, C', …]</c>.</returns>
    /// <exception cref="ArgumentException">The loss did not list the module.</exception>
    public Tensor TeacherFeature(string module) => Of(module).Teacher;

    /// <summary>
    /// What the module gave in the teacher, over the channels that are on in the level, without a gradient. A channel that is on in the
    /// level and off in the teacher, which takes masks that are not nested, is zero: what the teacher's next layers read of it.
    /// </summary>
    /// <param name="module">One of <see cref="IDistillationLoss.Modules"/>.</param>
    /// <returns>The module's output, in the shape of <see cref="Feature"/>.</returns>
    /// <exception cref="ArgumentException">The loss did not list the module.</exception>
    public Tensor SharedTeacherFeature(string module) => Of(module).SharedTeacher;

    /// <summary>The axis over channels in the module's features: 1 for feature maps, the last for tokens.</summary>
    /// <param name="module">One of <see cref="IDistillationLoss.Modules"/>.</param>
    /// <exception cref="ArgumentException">The loss did not list the module.</exception>
    public int ChannelAxis(string module) => Of(module).ChannelAxis;

    private static IReadOnlyDictionary<string, FeaturePair> None { get; } = new Dictionary<string, FeaturePair>();

    /// <summary>The same step as a loss sees it that looks at one output.</summary>
    /// <param name="output">Which.</param>
    /// <param name="target">Its target; if <see langword="null"/>, the only one, or that of the output's number if they are as
    /// many.</param>
    /// <exception cref="ArgumentException">There is no such output or target.</exception>
    internal DistillationStep Of(int output, int? target)
    {
        if (output >= Outputs.Count || target >= Targets.Count)
        {
            throw new ArgumentException(
                $"DistillationLoss.ForOutput names output {output}{(target is { } t ? $" and target {t}" : "")}; the model gives " +
                $"{Outputs.Count} outputs, and the batch {Targets.Count} targets, counted from 0.");
        }
        var own = OutputTargets.PlaceOf(output, target, Outputs.Count, Targets.Count);
        IReadOnlyList<Tensor> targets = own is { } index ? [Targets[index]] : [];
        return new DistillationStep([Outputs[output]], [TeacherOutputs[output]], targets, _features);
    }

    private static Tensor One(IReadOnlyList<Tensor> tensors, string what) => tensors.Count == 1
        ? tensors[0]
        : throw new ArgumentException(
            $"The loss looks at one of the {what}, and there are {tensors.Count}: DistillationLoss.ForOutput(0, loss) says which output " +
            "a loss is for, and by which target; DistillationLoss.Weighted adds several up.");

    private FeaturePair Of(string module)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (_features.TryGetValue(module, out var pair)) return pair;
        throw new ArgumentException(
            $"There is no feature of module '{module}': the loss's Modules " +
            $"{(_features.Count == 0 ? "are empty" : $"are {string.Join(", ", _features.Keys)}")}; " +
            "what it compares has to be listed there.",
            nameof(module));
    }
}
