using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>One forward and backward pass of one level, as a scorer sees it. Its tensors live until the scorer returns.</summary>
public sealed class LevelStep
{
    private readonly LevelTensors _tensors;

    internal LevelStep(LevelTensors tensors) => _tensors = tensors;

    /// <summary>The filters that are scored: those that are on in the level or, in masked execution, all.</summary>
    public FilterMask Scored => _tensors.Mask;

    /// <summary>The filters that are on in the level.</summary>
    public FilterMask On => _tensors.On;

    /// <summary>The weights that read the group's filters: rows are the weights of one filter's outputs.</summary>
    public IEnumerable<FilterView> Consumers(FilterGroup group) => Views(group, ChannelRole.Consumer);

    /// <summary>The weights that make the group's filters: rows are the filters.</summary>
    public IEnumerable<FilterView> Producers(FilterGroup group) => Views(group, ChannelRole.Producer);

    /// <summary>
    /// The scales of the normalisation layers, and the weights of depthwise convolutions, that the group's filters pass through.
    /// </summary>
    public IEnumerable<FilterView> Carriers(FilterGroup group) => Views(group, ChannelRole.Carrier);

    /// <summary>The scales and shifts of the normalisation layers that the group's filters pass through and that have both.</summary>
    public IEnumerable<NormView> Norms(FilterGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        foreach (var member in group.Members.Where(m => m.Target.IsNormalization))
        {
            if (_tensors.View(group, member, "weight") is { } scale && _tensors.View(group, member, "bias") is { } shift)
            {
                yield return new NormView(member.Layer, scale.Weight, scale.Gradient, shift.Weight, shift.Gradient);
            }
        }
    }

    /// <summary>
    /// Every parameter slice that belongs to the group's filters and to nothing else: weights and biases of the layers that make them, and
    /// all that they pass through (scales and shifts of normalisations, depthwise convolutions, scales of the model's own). What reads the
    /// filters is left out.
    /// </summary>
    public IEnumerable<FilterView> OwnParameters(FilterGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        foreach (var member in group.Members.Where(m => m.Role != ChannelRole.Consumer))
        {
            foreach (var slot in member.Target.Tensors.Where(t => !t.IsBuffer))
            {
                if (_tensors.View(group, member, slot.Name) is { } view) yield return view;
            }
        }
    }

    /// <summary>
    /// What the layers that read the group's filters read of them in this step: the place of their gates, behind whatever lies between the
    /// layers.
    /// </summary>
    /// <remarks>
    /// In masked execution the filters that are off have activations too, as if they were on; zeros only behind a normalisation over
    /// channels, which leaves them out of its statistics.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The scorer's <see cref="ISaliencyScorer.NeedsActivations"/> does not say that it wants
    /// them, or the step called none of the layers.</exception>
    public IEnumerable<ActivationView> Activations(FilterGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return _tensors.Activations(group);
    }

    private IEnumerable<FilterView> Views(FilterGroup group, ChannelRole role)
    {
        ArgumentNullException.ThrowIfNull(group);
        foreach (var member in group.Members)
        {
            if (member.Role == role && _tensors.View(group, member) is { } view) yield return view;
        }
    }
}
