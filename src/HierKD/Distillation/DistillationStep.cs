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

    /// <summary>A step of the caller's own.</summary>
    /// <param name="output">The level's output, <c>[N, C, …]</c>.</param>
    /// <param name="teacherOutput">Its teacher's, of the same shape.</param>
    /// <param name="target">The batch's target; class indices <c>[N, …]</c> for classification.</param>
    /// <param name="features">The features of modules, by path; none if <see langword="null"/>.</param>
    public DistillationStep(Tensor output, Tensor teacherOutput, Tensor target, IReadOnlyDictionary<string, FeaturePair>? features = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(teacherOutput);
        ArgumentNullException.ThrowIfNull(target);
        (Output, TeacherOutput, Target, _features) = (output, teacherOutput, target, features ?? new Dictionary<string, FeaturePair>());
    }

    /// <summary>The level's output, <c>[N, C, …]</c>, with a gradient.</summary>
    public Tensor Output { get; }

    /// <summary>Its teacher's output, of the same shape, without a gradient.</summary>
    public Tensor TeacherOutput { get; }

    /// <summary>
    /// The batch's target, as the training data gives it: class indices <c>[N]</c>, or <c>[N, …]</c> for dense prediction.
    /// </summary>
    public Tensor Target { get; }

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
