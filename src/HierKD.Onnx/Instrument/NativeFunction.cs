using System.Runtime.InteropServices;

namespace HierKD.Onnx;

/// <summary>A function of TorchSharp's native library.</summary>
/// <param name="Name">Its name, such as <c>THSTensor_relu</c>.</param>
/// <param name="Parameters">What it takes.</param>
/// <param name="Result">The name of its result's type.</param>
internal sealed record NativeFunction(string Name, IReadOnlyList<NativeParameter> Parameters, string Result)
{
    /// <summary>Whether it writes into its first operand, by torch's convention.</summary>
    public bool WritesInPlace =>
        Name.EndsWith('_') || Name.StartsWith("THSTensor_set", StringComparison.Ordinal) && char.IsAsciiDigit(Name[^1]);

    /// <summary>
    /// What lies in the arrays among the arguments: a pointer with its length behind it, of elements of eight bytes, as TorchSharp passes
    /// tensors and numbers.
    /// </summary>
    public IEnumerable<nint> ArraysOf(object?[] arguments)
    {
        for (var i = 0; i + 1 < arguments.Length; i++)
        {
            if (arguments[i] is not nint pointer || pointer == 0 || arguments[i + 1] is not (int or long)) continue;
            if (!Parameters[i + 1].Name.Contains("len", StringComparison.OrdinalIgnoreCase)) continue;
            var length = Convert.ToInt32(arguments[i + 1], null);
            for (var place = 0; place < length; place++) yield return Marshal.ReadIntPtr(pointer, place * 8);
        }
    }

    /// <summary>The name as users know it, such as <c>relu</c>.</summary>
    public static string ShortName(string name)
    {
        var end = name.IndexOf('_', StringComparison.Ordinal);
        var shortened = end < 0 ? name : name[(end + 1)..];
        return shortened.StartsWith("functional_", StringComparison.Ordinal) ? shortened["functional_".Length..] : shortened;
    }

    public override string ToString() => $"{Name}({string.Join(", ", Parameters.Select(p => $"{p.Type} {p.Name}"))})";
}
