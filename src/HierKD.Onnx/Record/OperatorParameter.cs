namespace HierKD.Onnx;

/// <summary>A parameter of a native function.</summary>
/// <param name="Name">Its name in TorchSharp; null for a length, which has many names.</param>
/// <param name="Role">What it is.</param>
/// <param name="Length">For arrays the place of the parameter that is their length; -1 otherwise.</param>
internal sealed record OperatorParameter(string? Name, Role Role, int Length)
{
    /// <summary>Whether a type can hold what the role says.</summary>
    public bool Fits(NativeParameter native) => Role switch
    {
        Role.Tensor or Role.Written or Role.OptionalTensor or Role.Scalar or Role.OptionalNumber => native.Type == "IntPtr",
        Role.Tensors or Role.Reals => native.Type == "IntPtr",
        Role.Integers => native.Type is "IntPtr" or "Int64*",
        Role.Number => native.Type is "Int64" or "Int32" or "SByte" or "Byte" or "Boolean" or "Double" or "Single" or "String",
        Role.Results => native.Type == "AllocatePinnedArray",
        Role.Result => native.Type == "IntPtr&",
        Role.Module => native.Type == "HType",
        _ => true,
    };
}
