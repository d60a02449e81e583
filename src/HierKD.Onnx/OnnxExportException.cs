namespace HierKD.Onnx;

/// <summary>
/// A model cannot be written as an ONNX file that computes the same: no file was written, and the model is as it was. Or a file that is
/// compared with a model computes something else.
/// </summary>
public sealed class OnnxExportException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What cannot be written, and what would be right.</param>
    /// <param name="modulePath">The path of the module where it happens, from the model; empty for the model itself.</param>
    /// <param name="operatorName">The operator's name in TorchSharp; null if it is not one operator.</param>
    /// <param name="inner">What led to it.</param>
    public OnnxExportException(string message, string modulePath = "", string? operatorName = null, Exception? inner = null)
        : base(message, inner)
    {
        ModulePath = modulePath;
        OperatorName = operatorName;
    }

    /// <summary>The path of the module where it happens, such as <c>features.3</c>; empty for the model itself.</summary>
    public string ModulePath { get; }

    /// <summary>The operator's name in TorchSharp, such as <c>index_put_</c>; null if it is not one operator.</summary>
    public string? OperatorName { get; }

    internal static OnnxExportException At(string modulePath, string? function, string what, string instead)
    {
        var name = function is null ? null : NativeFunction.ShortName(function);
        var place = modulePath.Length == 0 ? "in the model's own forward" : $"in '{modulePath}'";
        return new OnnxExportException($"{(name is null ? "" : $"'{name}' ")}{place}: {what} {instead}", modulePath, name);
    }
}
