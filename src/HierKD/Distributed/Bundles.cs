using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Small tensors travel together: what a call costs is paid once for all of them.</summary>
internal static class Bundles
{
    /// <summary>Above this a copy into a common buffer takes longer than a call.</summary>
    private const long OwnCallBytes = 1 << 20;

    private const long BufferBytes = 32L << 20;

    /// <summary>Does something in place to all elements of some tensors, in as few calls as is sensible.</summary>
    /// <param name="tensors">Of any dtype, on any device.</param>
    /// <param name="exchange">Gets contiguous tensors of float32, float64 or int64, in the same order in every process.</param>
    public static void ForEach(IReadOnlyList<Tensor> tensors, Action<Tensor> exchange)
    {
        foreach (var alike in tensors.GroupBy(t => (Type: Exchanged(t), Device: t.device.ToString())))
        {
            List<Tensor> bundle = [];
            var bytes = 0L;
            foreach (var tensor in alike)
            {
                var own = tensor.numel() * tensor.element_size();
                if (own >= OwnCallBytes && tensor.dtype == alike.Key.Type && tensor.is_contiguous())
                {
                    exchange(tensor);
                    continue;
                }
                bundle.Add(tensor);
                bytes += own;
                if (bytes < BufferBytes) continue;
                Together(bundle, alike.Key.Type, exchange);
                bundle.Clear();
                bytes = 0;
            }
            if (bundle.Count > 0) Together(bundle, alike.Key.Type, exchange);
        }
    }

    private static void Together(List<Tensor> tensors, ScalarType type, Action<Tensor> exchange)
    {
        using var scope = NewDisposeScope();
        var flat = cat(tensors.Select(t => t.reshape(-1).to(type)).ToList(), 0);
        exchange(flat);
        var begin = 0L;
        foreach (var tensor in tensors)
        {
            var count = tensor.numel();
            tensor.copy_(flat.narrow(0, begin, count).reshape(tensor.shape));
            begin += count;
        }
    }

    /// <summary>Half precision is added up in float32.</summary>
    private static ScalarType Exchanged(Tensor tensor) => tensor.dtype switch
    {
        ScalarType.Float16 or ScalarType.BFloat16 => ScalarType.Float32,
        ScalarType.Float32 or ScalarType.Float64 => tensor.dtype,
        _ => ScalarType.Int64,
    };
}
