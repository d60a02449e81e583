using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// A normalisation over channels, computed over some of them: what the layer gives once the others are removed, with zeros in their places.
/// Masking the consumers alone would leave the removed channels in the statistics.
/// </summary>
internal static class KeptNormalization
{
    /// <summary>The output for the kept channels, at their places.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Its input, with all channels.</param>
    /// <param name="values">Its values, with all channels.</param>
    /// <param name="kept">The positions of the kept channels.</param>
    public static Tensor Apply(ModuleLayer layer, Tensor input, IReadOnlyList<Tensor> values, Tensor kept)
    {
        var axis = layer.ChannelAxis((int)input.dim());
        var part = layer.Apply(input.index_select(axis, kept), values.Select(v => v.index_select(0, kept)).ToArray());
        return zeros(input.shape, dtype: part.dtype, device: part.device).index_copy(axis, kept, part);
    }
}
