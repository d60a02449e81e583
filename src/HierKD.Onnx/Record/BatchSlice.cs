using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>What a constant has for one sample, if it has the same for all.</summary>
internal static class BatchSlice
{
    /// <summary>
    /// The constant with one element along each axis that grows with the batch, in the current dispose scope; null if the others differ
    /// from it.
    /// </summary>
    public static Tensor? Of(Tensor constant, IReadOnlyList<Dimension> shape)
    {
        var slice = constant;
        for (var axis = 0; axis < shape.Count; axis++)
        {
            if (shape[axis].IsFixed || slice.shape[axis] == 0) continue;
            var one = slice.narrow(axis, 0, 1);
            if (!AreSame(slice, one.expand_as(slice))) return null;
            slice = one;
        }
        return slice;
    }

    /// <summary>Whether two tensors are the same, NaN and signs of zeros included.</summary>
    public static bool AreSame(Tensor left, Tensor right)
    {
        if (left.dtype != right.dtype || !left.shape.SequenceEqual(right.shape)) return false;
        using var scope = NewDisposeScope();
        return Bytes(left).SequenceEqual(Bytes(right));
    }

    private static unsafe ReadOnlySpan<byte> Bytes(Tensor tensor)
    {
        // A copy, since a view of conjugates or of another device has no bytes of its own; it lives as long as the caller's scope.
        var plain = tensor.cpu().contiguous();
        var length = checked((int)(plain.numel() * plain.element_size()));
        return length == 0 ? [] : new ReadOnlySpan<byte>((void*)new NativeTensor(plain.Handle).Data, length);
    }
}
