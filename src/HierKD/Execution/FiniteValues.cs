using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Looks for values that are not finite.</summary>
internal static class FiniteValues
{
    /// <summary>The place of the first tensor that holds one; -1 if none does.</summary>
    /// <param name="tensors">Tensors; those that are <see langword="null"/>, or hold whole numbers, are passed over.</param>
    public static int FirstOther(IReadOnlyList<Tensor?> tensors)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        // A sum of each, and one look at all of them: a step would feel a look at each, and a GPU would wait for it. A sum of finite values
        // may overflow; then each is looked at.
        var sums = tensors.Where(IsLookedAt).Select(t => t!.sum(ScalarType.Float32)).ToList();
        if (sums.Count == 0 || (AreTogether(sums) && stack(sums).isfinite().all().ToBoolean())) return -1;
        return tensors.ToList().FindIndex(t => IsLookedAt(t) && !t!.isfinite().all().ToBoolean());
    }

    private static bool AreTogether(List<Tensor> sums) =>
        sums.All(sum => sum.device_type == sums[0].device_type && sum.device_index == sums[0].device_index);

    private static bool IsLookedAt(Tensor? tensor) => tensor is not null && tensor.is_floating_point() && tensor.numel() > 0;
}
