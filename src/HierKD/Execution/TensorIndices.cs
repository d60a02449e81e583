using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The kept channels of one tensor as index tensors on its device.</summary>
internal sealed class TensorIndices : IDisposable
{
    private readonly (int Axis, long Size, Tensor Kept)[] _axes;

    private TensorIndices((int, long, Tensor)[] axes) => _axes = axes;

    /// <summary>The indices for a tensor of the given dense shape, or <see langword="null"/> if it keeps every channel.</summary>
    public static TensorIndices? For(ModelTensor tensor, ModelSelection selection, ReadOnlySpan<long> denseShape)
    {
        if (tensor.Layer is null) return null;
        var kept = selection[tensor.Layer.Name];
        List<(int, long, Tensor)> axes = [];
        for (var axis = 0; axis < denseShape.Length; axis++)
        {
            if (kept.Along(tensor.Slot, axis) is not { } channels || channels.Length == denseShape[axis]) continue;
            axes.Add((axis, denseShape[axis], torch.tensor(channels, device: tensor.Tensor.device).DetachFromDisposeScope()));
        }
        return axes.Count == 0 ? null : new TensorIndices([.. axes]);
    }

    /// <summary>The kept part of a dense tensor, as a new tensor.</summary>
    public Tensor Gather(Tensor dense)
    {
        var part = dense;
        foreach (var (axis, _, kept) in _axes)
        {
            var next = part.index_select(axis, kept);
            if (!ReferenceEquals(part, dense)) part.Dispose();
            part = next;
        }
        return part;
    }

    /// <summary>Adds the gradient of the kept part to a dense gradient.</summary>
    public void ScatterAdd(Tensor dense, Tensor part)
    {
        // Every axis but the first is widened with zeros; the first one, where whole slices lie together, adds in place.
        var wide = part;
        foreach (var (axis, size, kept) in _axes.Skip(1).Reverse())
        {
            var shape = wide.shape;
            shape[axis] = size;
            var next = zeros(shape, dtype: part.dtype, device: part.device).index_copy_(axis, kept, wide);
            if (!ReferenceEquals(wide, part)) wide.Dispose();
            wide = next;
        }
        dense.index_add_(_axes[0].Axis, _axes[0].Kept, wide, 1);
        if (!ReferenceEquals(wide, part)) wide.Dispose();
    }

    /// <summary>Writes the kept part back into a dense tensor with at most one selected axis.</summary>
    public void ScatterCopy(Tensor dense, Tensor part) => dense.index_copy_(_axes[0].Axis, _axes[0].Kept, part);

    /// <summary>Writes the kept part back into a dense tensor.</summary>
    public void Write(Tensor dense, Tensor part)
    {
        Clear(dense);
        ScatterAdd(dense, part);
    }

    /// <summary>Sets the kept part of a dense tensor to zero.</summary>
    public void Clear(Tensor dense)
    {
        var (axis, _, kept) = _axes[0];
        if (_axes.Length == 1)
        {
            dense.index_fill_(axis, kept, 0);
            return;
        }
        using var slices = dense.index_select(axis, kept);
        new TensorIndices(_axes[1..]).Clear(slices);
        dense.index_copy_(axis, kept, slices);
    }

    public void Dispose()
    {
        foreach (var (_, _, kept) in _axes) kept.Dispose();
    }
}
