using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Dense values with the consumers' input channels of removed filters set to zero: computes as much as the whole model, and gives a
/// gradient for filters that are off. The gate of a filter stands at its consumers' inputs, so that masking equals removal for every
/// activation.
/// </summary>
internal sealed class MaskedWeights : IModelWeights, IDisposable
{
    private readonly IReadOnlyList<Tensor> _dense;
    private readonly (int Axis, Tensor Removed)?[] _masks;

    public MaskedWeights(IReadOnlyList<ModelTensor> tensors, IReadOnlyList<Tensor> dense, ModelSelection selection)
    {
        _dense = dense;
        Kept = selection;
        _masks = tensors.Select((t, i) => MaskOf(t, selection, dense[i])).ToArray();
    }

    public ModelSelection Shape => ModelSelection.Everything;

    public ModelSelection Kept { get; }

    public Tensor Read(int index) =>
        _masks[index] is var (axis, removed) ? _dense[index].index_fill(axis, removed, 0) : _dense[index];

    public Tensor Dense(int index) => _dense[index];

    public void AddGradient(int index, Tensor gradient)
    {
        using var own = _masks[index] is var (axis, removed) ? gradient.index_fill(axis, removed, 0) : gradient.alias();
        Gradients.Add(_dense[index], own);
    }

    public void WriteBuffer(int index, Tensor value) => _dense[index].copy_(value);

    /// <summary>Normalisations over channels take their statistics over those that are kept.</summary>
    public Action? Hook(IReadOnlyList<PrunableLayer> layers)
    {
        var norms = layers.OfType<ModuleLayer>().Where(l => l.NormalizesAcrossChannels && Kept[l.Name].Outputs is not null).ToArray();
        if (norms.Length == 0) return null;
        var hooks = norms.Select(norm => norm.Module.register_forward_hook((_, input, _) =>
        {
            using var kept = torch.tensor(Kept[norm.Name].Outputs!, device: input.device);
            return KeptNormalization.Apply(norm, input, norm.Tensors.Select(t => t.Tensor).ToArray(), kept);
        })).ToArray();
        return () =>
        {
            foreach (var hook in hooks) hook.remove();
        };
    }

    public void Dispose()
    {
        foreach (var mask in _masks) mask?.Removed.Dispose();
    }

    private static (int, Tensor)? MaskOf(ModelTensor tensor, ModelSelection selection, Tensor dense)
    {
        if (tensor.Layer is null
            || tensor.Slot.InputAxis is not { } axis
            || tensor.Layer.RoleOf(ChannelSide.Inputs) != ChannelRole.Consumer)
        {
            return null;
        }
        if (selection[tensor.Layer.Name].Along(tensor.Slot, axis) is not { } kept) return null;
        var removed = Enumerable.Range(0, (int)dense.shape[axis]).Select(c => (long)c).Except(kept).ToArray();
        return (axis, torch.tensor(removed, device: dense.device).DetachFromDisposeScope());
    }
}
