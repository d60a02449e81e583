namespace HierKD.Onnx;

/// <summary>Which native handle stands for which number. Numbers may be made long before a forward uses them.</summary>
internal sealed class ScalarTable
{
    private readonly Dictionary<nint, object> _numbers = [];

    public static bool IsAbout(string function) =>
        function.EndsWith("_to_scalar", StringComparison.Ordinal) || function == "THSTorch_dispose_scalar";

    public Action<object?>? BeforeCall(string function, object?[] arguments)
    {
        if (function == "THSTorch_dispose_scalar")
        {
            lock (_numbers) _numbers.Remove((nint)arguments[0]!);
            return null;
        }
        if (arguments is not [{ } value]) return null;
        return result =>
        {
            lock (_numbers) _numbers[(nint)result!] = Normal(value);
        };
    }

    /// <summary>The number of a handle: <c>long</c>, <c>double</c> or <c>bool</c>.</summary>
    public object Of(nint handle)
    {
        lock (_numbers)
        {
            return _numbers.TryGetValue(handle, out var number)
                ? number
                : throw new OnnxExportException(
                    "A number that an operator takes is not known: it was read from a tensor, or is complex. Compute with tensors.");
        }
    }

    private static object Normal(object value) => value switch
    {
        bool truth => truth,
        float or double => Convert.ToDouble(value, null),
        _ => Convert.ToInt64(value, null),
    };
}
