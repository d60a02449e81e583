using System.Collections.Frozen;

namespace HierKD.Onnx;

/// <summary>Native functions that may take a value and give nothing that depends on its elements.</summary>
internal static class HarmlessFunctions
{
    private static readonly FrozenSet<string> Names = new[]
    {
        "dispose", "free", "ndimension", "element_size", "numel", "is_leaf", "storage_offset", "type", "device_index", "device_type",
        "is_sparse", "requires_grad", "set_requires_grad", "retain_grad", "is_cpu", "is_pinned", "size", "sizes", "has_names", "names",
        "stride", "strides", "is_contiguous", "result_type", "is_conj", "is_neg", "zeros_like", "ones_like", "empty_like", "full_like",
        "grad",
    }.Select(name => "THSTensor_" + name).ToFrozenSet();

    public static bool Contains(string function) => Names.Contains(function);

    /// <summary>Whether the function frees its first argument.</summary>
    public static bool Frees(string function) => function is "THSTensor_dispose" or "THSTensor_free";
}
