using static TorchSharp.torch;

namespace HierKD;

/// <summary>One tensor of a layer, and the axes of it that run over the layer's output and input channels.</summary>
/// <param name="Name">The tensor's name within its layer, as in the state dictionary: <c>weight</c>, <c>running_mean</c>, …</param>
/// <param name="Tensor">The layer's own tensor; not to be disposed.</param>
/// <param name="OutputAxis">The axis over output channels, or <see langword="null"/> if there is none.</param>
/// <param name="InputAxis">The axis over input channels, or <see langword="null"/> if there is none.</param>
/// <param name="IsBuffer">Whether the tensor is state that no gradient changes (running statistics).</param>
/// <param name="Period">
/// Where one of the axes holds the channels of a single group of a grouped layer, which stand for the same positions in every group: the
/// channels in a group. The axis is the input axis of a convolution, the output axis of a transposed one.
/// </param>
internal readonly record struct LayerTensor(
    string Name, Tensor Tensor, int? OutputAxis, int? InputAxis, bool IsBuffer = false, GroupPeriod? Period = null)
{
    /// <summary>The position of a channel along one of the axes.</summary>
    public long Position(int axis, long channel) => Period is { } period && period.Axis == axis ? channel % period.Length : channel;
}

/// <summary>An axis that holds the channels of one group for all.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Length">The channels in a group.</param>
internal readonly record struct GroupPeriod(int Axis, long Length);
