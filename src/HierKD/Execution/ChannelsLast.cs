using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Feature maps whose channels lie beside each other. TorchSharp has no argument for it: the order of the values in memory is made by
/// permuting axes around a copy.
/// </summary>
internal static class ChannelsLast
{
    /// <summary>
    /// libtorch takes a batch normalisation over channels that lie last in steps of so many, and longer if a rest remains.
    /// </summary>
    private const int Step = 8;

    /// <summary>The positions of a map from which on that costs more than turning the map (benchmark NormalizationByLayout).</summary>
    private const int LargeMap = 32 * 32;

    /// <summary>Whether a tensor has the axes of feature maps.</summary>
    public static bool Concerns(Tensor x) => x.dim() == 4;

    /// <summary>The same values, <c>[N, C, H, W]</c>, in the other order; tensors of other ranks stay as they are.</summary>
    public static Tensor Of(Tensor x)
    {
        if (!Concerns(x)) return x;
        var last = x.permute(0, 2, 3, 1);
        // A single channel is contiguous either way, and libtorch goes by the strides that it was made with.
        var copied = x.shape[1] == 1 ? zeros(last.shape, dtype: x.dtype, device: x.device).add_(last) : last.contiguous();
        return copied.permute(0, 3, 1, 2);
    }

    private static bool IsSlow(Tensor input) =>
        input.dim() == 4 && input.shape[1] % Step != 0 && input.shape[2] * input.shape[3] >= LargeMap && !input.is_contiguous();

    /// <summary>Computes batch normalisations that libtorch is slow at in the usual order.</summary>
    /// <returns>Undoes it.</returns>
    public static Action Hook(IEnumerable<PrunableLayer> layers)
    {
        List<Action> unhook = [];
        foreach (var norm in layers.OfType<BatchNormLayer>())
        {
            var turned = false;
            var before = norm.Module.register_forward_pre_hook((_, input) =>
            {
                turned = IsSlow(input);
                return turned ? input.contiguous() : input;
            });
            var after = norm.Module.register_forward_hook((_, _, output) => turned ? Of(output) : output);
            unhook.Add(before.remove);
            unhook.Add(after.remove);
        }
        return () => unhook.ForEach(remove => remove());
    }
}
