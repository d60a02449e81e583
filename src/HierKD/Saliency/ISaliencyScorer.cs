using static TorchSharp.torch;

namespace HierKD;

/// <summary>Says how important each filter of a group is, from one training step of one level.</summary>
/// <remarks>
/// A scorer has no state: it returns one step's numbers, and the session accumulates them as <see cref="Accumulation"/> says. The scores of
/// different groups are made comparable by the pruner, so that only their ratios within a group matter.
/// </remarks>
/// <example>
/// The saliency of Molchanov et al. (2017) on the filters' own weights:
/// <code>
/// sealed class WeightTaylor : ISaliencyScorer
/// {
///     public Tensor Score(FilterGroup group, LevelStep step) =>
///         step.Producers(group).Select(p => (p.Weight * p.Gradient).abs().sum(1)).Aggregate((a, b) => a + b);
/// }
/// </code>
/// </example>
public interface ISaliencyScorer
{
    /// <summary>
    /// Scores the filters of a group that are on in the step's level (all of them in <see cref="LevelExecution.Masked"/> execution).
    /// </summary>
    /// <param name="group">The group to score.</param>
    /// <param name="step">The level's weights and gradients in this step; valid during the call only.</param>
    /// <returns>
    /// <c>[F]</c>, one floating-point number for each of these filters, in their order; larger is more important. The session disposes it.
    /// </returns>
    Tensor Score(FilterGroup group, LevelStep step);

    /// <summary>Refuses a graph whose filters the scorer cannot score; asked when a session begins.</summary>
    /// <param name="graph">The graph.</param>
    /// <exception cref="ArgumentException">A group cannot be scored. Unless a scorer says otherwise all can.</exception>
    void RequireScorable(FilterGraph graph) { }

    /// <summary>Whose step is scored.</summary>
    /// <value><see cref="GradientSource.OwnLevel"/> unless a scorer says otherwise.</value>
    GradientSource Source => GradientSource.OwnLevel;

    /// <summary>
    /// Whether the scorer looks at <see cref="LevelStep.Activations"/>. The session then keeps a copy of what every consumer reads, from a
    /// scored pass until its filters are scored: memory for about one more set of a level's activations.
    /// </summary>
    /// <value><see langword="false"/> unless a scorer says otherwise.</value>
    bool NeedsActivations => false;

    /// <summary>How the numbers of successive steps become a filter's score.</summary>
    /// <value>A moving average with decay 0.95 unless a scorer says otherwise.</value>
    ScoreAccumulation Accumulation => ScoreAccumulation.MovingAverage();
}
