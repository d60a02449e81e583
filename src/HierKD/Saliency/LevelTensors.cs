using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The weights and gradients of a level between its backward pass and the return of the model's own tensors, for the filters of a mask.
/// </summary>
/// <param name="working">The model, with the level loaded.</param>
/// <param name="weights">What is loaded.</param>
/// <param name="mask">The filters that are looked at.</param>
/// <param name="on">The filters that are on in the level; those of <paramref name="mask"/> if <see langword="null"/>.</param>
/// <param name="inputs">What the consumers read in the pass, if they were watched.</param>
internal sealed class LevelTensors(
    WorkingModel working, IModelWeights weights, FilterMask mask, FilterMask? on = null, ConsumerInputs? inputs = null)
{
    private readonly Dictionary<string, int> _index = working.Tensors.Select((t, i) => (t.Key, i)).ToDictionary(t => t.Key, t => t.i);
    private readonly Lazy<ModelSelection> _kept = new(() => (on ?? mask).ToSelection());

    public FilterMask Mask { get; } = mask;

    public FilterMask On { get; } = on ?? mask;

    /// <summary>
    /// The rows of a member's tensor that belong to the group's filters in the mask; null if the layer has no such tensor, or none over
    /// these channels.
    /// </summary>
    public FilterView? View(FilterGroup group, GroupMember member, string name = "weight")
    {
        foreach (var slot in member.Target.Tensors)
        {
            if (slot.Name != name) continue;
            var (axis, other) = member.Side == ChannelSide.Inputs ? (slot.InputAxis, slot.OutputAxis) : (slot.OutputAxis, slot.InputAxis);
            if (axis is not { } filterAxis) return null;
            var index = _index[ModelTensors.Key(member.Target, slot)];
            var loaded = working.Tensors[index].Tensor;
            var gradient = loaded.grad ?? (OthersHaveGradients(group, member, name) ? zeros_like(loaded) : null)
                ?? throw new InvalidOperationException(
                    $"Layer '{member.Layer}' got no gradient in this step: the loss does not depend on it.");
            // The masked form computes with zeros in place of a removed filter's weights; its gate's gradient needs the weights themselves.
            var weight = weights is MaskedWeights ? weights.Dense(index) : loaded;
            var places = Places(group, member, slot, filterAxis);
            var isWhole = places.Length == loaded.shape[filterAxis] && places.SequenceEqual(places.Order());
            var rows = torch.tensor(places, device: loaded.device);
            var columns = Columns(member, slot, other, loaded.device);
            return new FilterView(member.Layer, FiltersFirst(weight), FiltersFirst(gradient));

            Tensor FiltersFirst(Tensor tensor)
            {
                var own = tensor.detach();
                // A scorer may do with its rows what it likes: they are never the model's own. Where all stay, turning the axes copies
                // them, unless they lie that way already.
                if (!isWhole || own.transpose(0, filterAxis).is_contiguous()) own = own.index_select(filterAxis, rows);
                if (columns is not null) own = own.index_select(other!.Value, columns);
                return own.transpose(0, filterAxis).contiguous().reshape(Mask.KeptFilters(group).Length, -1);
            }
        }
        return null;
    }

    /// <summary>Whether a layer did without a part of the group, as without a head that only training calls or no loss looks at.</summary>
    private bool OthersHaveGradients(FilterGroup group, GroupMember member, string name) => group.Members.Any(
        other => other.Role == member.Role && other.Target != member.Target
            && other.Target.Tensors
                .Any(t => t.Name == name && working.Tensors[_index[ModelTensors.Key(other.Target, t)]].Tensor.grad is not null));

    /// <summary>What the group's consumers read of its filters in the mask; one that was not called read nothing.</summary>
    public IEnumerable<ActivationView> Activations(FilterGroup group)
    {
        var consumers = group.Members.Where(m => m.Role == ChannelRole.Consumer).ToArray();
        var called = consumers.Where(m => inputs?.Has((ModuleLayer)m.Target) == true).ToArray();
        return (called.Length > 0 ? called : consumers).Select(m => Activation(group, m));
    }

    private ActivationView Activation(FilterGroup group, GroupMember member)
    {
        if (inputs is null)
        {
            throw new InvalidOperationException(
                "There are no activations: a scorer that wants them says so in ISaliencyScorer.NeedsActivations.");
        }
        var filters = Mask.KeptFilters(group);
        var loaded = weights.Shape[member.Layer].Inputs;
        var places = member.ChannelsOf(filters).Select(c => loaded is null ? c : Array.BinarySearch(loaded, c)).ToArray();
        var read = inputs.Channels((ModuleLayer)member.Target, torch.tensor(places, device: working.Tensors[0].Tensor.device));
        return new ActivationView(member.Layer, read.reshape(filters.Length, -1));
    }

    /// <summary>Whether no product of a weight of the group and its gradient overflows.</summary>
    public bool AreFinite(FilterGroup group) => group.Members
        .Select(member => View(group, member)).OfType<FilterView>()
        .All(view => (view.Weight * view.Gradient).sum().isfinite().ToBoolean());

    /// <summary>Where the channels of the mask's filters lie among the channels that are loaded.</summary>
    private long[] Places(FilterGroup group, GroupMember member, LayerTensor slot, int axis)
    {
        var positions = member.PositionsOf(Mask.KeptFilters(group), slot, axis);
        var loaded = weights.Shape[member.Layer].Along(slot, axis);
        return [.. loaded is null ? positions : positions.Select(c => (long)Array.BinarySearch(loaded, c))];
    }

    /// <summary>The channels along the axis that is not the filters' that the level computes with, if more are loaded.</summary>
    private Tensor? Columns(GroupMember member, LayerTensor slot, int? axis, Device device) =>
        weights is MaskedWeights
            && axis is { } along
            && _kept.Value[member.Layer].Along(slot, along) is { } kept ? torch.tensor(kept, device: device) : null;
}
