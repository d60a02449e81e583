using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The weights and gradients of a level between its backward pass and the return of the model's own tensors, for the filters of a mask.</summary>
internal sealed class LevelTensors(WorkingModel working, IModelWeights weights, FilterMask mask)
{
    private readonly Dictionary<string, int> _index = working.Tensors.Select((t, i) => (t.Key, i)).ToDictionary(t => t.Key, t => t.i);

    public FilterMask Mask { get; } = mask;

    /// <summary>The rows of a member's tensor that belong to the group's filters in the mask; null if the layer has no such tensor, or none over these channels.</summary>
    public FilterView? View(FilterGroup group, GroupMember member, string name = "weight")
    {
        foreach (var slot in member.Target.Tensors)
        {
            if (slot.Name != name) continue;
            var axis = member.Side == ChannelSide.Inputs ? slot.InputAxis : slot.OutputAxis;
            if (axis is not { } filterAxis) return null;
            var index = _index[ModelTensors.Key(member.Target, slot)];
            var loaded = working.Tensors[index].Tensor;
            var gradient = loaded.grad ?? throw new InvalidOperationException(
                $"Layer '{member.Layer}' got no gradient in this step: the loss does not depend on it.");
            // The masked form computes with zeros in place of a removed filter's weights; its gate's gradient needs the weights themselves.
            var weight = weights is MaskedWeights ? weights.Dense(index) : loaded;
            var rows = Rows(group, member, slot, filterAxis, loaded.device);
            return new FilterView(member.Layer, FiltersFirst(weight, filterAxis, rows, group), FiltersFirst(gradient, filterAxis, rows, group));
        }
        return null;
    }

    /// <summary>Whether no product of a weight of the group and its gradient overflows.</summary>
    public bool AreFinite(FilterGroup group) => group.Members
        .Select(member => View(group, member)).OfType<FilterView>()
        .All(view => (view.Weight * view.Gradient).sum().isfinite().ToBoolean());

    /// <summary>Where the channels of the mask's filters lie among the channels that are loaded.</summary>
    private Tensor Rows(FilterGroup group, GroupMember member, LayerTensor slot, int axis, Device device)
    {
        var positions = member.PositionsOf(Mask.KeptFilters(group), slot, axis);
        var loaded = weights.Shape[member.Layer].Along(slot, axis);
        var rows = loaded is null ? positions : positions.Select(c => (long)Array.BinarySearch(loaded, c));
        return torch.tensor(rows.ToArray(), device: device);
    }

    private Tensor FiltersFirst(Tensor tensor, int axis, Tensor rows, FilterGroup group)
    {
        var filters = Mask.KeptFilters(group).Length;
        return tensor.detach().index_select(axis, rows).transpose(0, axis).reshape(filters, -1);
    }
}
