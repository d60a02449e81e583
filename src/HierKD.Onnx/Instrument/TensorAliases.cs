using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Tensors of the copied TorchSharp over the storage of tensors of the application; disposing this frees them.</summary>
internal sealed class TensorAliases : IDisposable
{
    private readonly List<(object Copy, FieldInfo Handle, nint Value)> _made = [];

    /// <summary>Where the aliased storages begin.</summary>
    public HashSet<nint> Storages { get; } = [];

    /// <summary>Makes a tensor of a type of the copy.</summary>
    public object Alias(Tensor live, Type type)
    {
        var copy = RuntimeHelpers.GetUninitializedObject(type);
        Unowned.Mark(copy);
        if (live.IsInvalid) return copy;

        var handle = NativeTensor.Alias(live.Handle);
        var field = HandleField(type);
        field.SetValue(copy, handle);
        _made.Add((copy, field, handle));
        if (live.numel() > 0) Storages.Add(new NativeTensor(handle).Storage);
        return copy;
    }

    /// <summary>The native tensor of a tensor of the copy.</summary>
    public static nint HandleOf(object copy) => (nint)HandleField(copy.GetType()).GetValue(copy)!;

    public void Dispose()
    {
        // What the forward has disposed is gone already.
        foreach (var (copy, field, value) in _made.Where(m => (nint)m.Handle.GetValue(m.Copy)! == m.Value))
        {
            NativeTensor.Free(value);
            field.SetValue(copy, (nint)0);
        }
        _made.Clear();
    }

    private static FieldInfo HandleField(Type? type)
    {
        const BindingFlags Declared = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (; type is not null; type = type.BaseType)
        {
            if (type.GetField("handle", Declared) is { } field) return field;
        }
        throw new NotSupportedException("This version of TorchSharp keeps the native tensor elsewhere than in 'handle'.");
    }
}
