using System.Reflection;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>The path of each module from the model, for the modules of the copy.</summary>
internal sealed class ModulePaths
{
    private readonly Dictionary<object, string> _paths = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<nint, string> _native = [];

    public ModulePaths(nn.Module model, IReadOnlyDictionary<object, object> copies)
    {
        Model = model;
        var handle = typeof(nn.Module).GetField("handle", BindingFlags.Instance | BindingFlags.NonPublic);
        foreach (var (path, module) in model.named_modules().Prepend(("", model)))
        {
            if (copies.TryGetValue(module, out var copy)) _paths.TryAdd(copy, path);
            if (handle?.GetValue(module) is SafeHandle native) _native.TryAdd(native.DangerousGetHandle(), path);
        }
    }

    public nn.Module Model { get; }

    /// <summary>The path of a module; null if the model does not register it.</summary>
    public string? Of(object module) => _paths.GetValueOrDefault(module);

    /// <summary>The path of a native module.</summary>
    /// <exception cref="OnnxExportException">The model does not register it.</exception>
    public string OfNative(SafeHandle module) => _native.TryGetValue(module.DangerousGetHandle(), out var path)
        ? path
        : throw new OnnxExportException(
            "The forward uses a native layer that the model does not register. Keep it in a field of its module and call " +
            "RegisterComponents.");

    /// <summary>The module at a path.</summary>
    public nn.Module At(string path) => path.Length == 0 ? Model : Model.named_modules().First(m => m.name == path).module;
}
