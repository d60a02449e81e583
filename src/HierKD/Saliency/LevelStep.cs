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

    /// <summary>The weights that read the group's filters: rows are the weights of one filter's outputs.</summary>
    public IEnumerable<FilterView> Consumers(FilterGroup group) => Views(group, ChannelRole.Consumer);

    /// <summary>The weights that make the group's filters: rows are the filters.</summary>
    public IEnumerable<FilterView> Producers(FilterGroup group) => Views(group, ChannelRole.Producer);

    /// <summary>The scales of the normalisation layers, and the weights of depthwise convolutions, that the group's filters pass through.</summary>
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

    private IEnumerable<FilterView> Views(FilterGroup group, ChannelRole role)
    {
        ArgumentNullException.ThrowIfNull(group);
        foreach (var member in group.Members)
        {
            if (member.Role == role && _tensors.View(group, member) is { } view) yield return view;
        }
    }
}
