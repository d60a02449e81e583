using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    private static Tensor Create(Operator factory, long[] size, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names) =>
        Named(factory.Call(size, dtype ?? get_default_dtype(), Arg.Default, InitializeDevice(device)), names).Requiring(requiresGrad);

    private static Tensor Create(Operator factory, long[] size, Scalar value, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names) =>
        Named(factory.Call(size, value, dtype ?? get_default_dtype(), Arg.Default, InitializeDevice(device)), names).Requiring(requiresGrad);

    private static Tensor Create(Operator factory, long[] size, Generator? generator, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names) =>
        Named(factory.Call(size, generator, dtype ?? get_default_dtype(), Arg.Default, InitializeDevice(device)), names).Requiring(requiresGrad);

    private static Tensor Named(Tensor tensor, string[]? names)
    {
        if (names is { Length: > 0 })
        {
            tensor.Dispose();
            throw new NotSupportedException("Named dimensions are not part of this engine.");
        }

        return tensor;
    }

    private static unsafe Tensor FromElements<T>(
        ReadOnlySpan<T> elements, ReadOnlySpan<long> dimensions, ScalarType type, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names = null)
        where T : unmanaged
    {
        var needed = 1L;
        foreach (var size in dimensions)
        {
            needed *= size;
        }

        if (needed > elements.Length)
        {
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {needed} vs. {elements.Length}");
        }

        device = InitializeDevice(device);
        nint handle;
        fixed (T* data = elements)
        fixed (long* sizes = dimensions)
        {
            Native.Check(Native.FromHost(data, needed * sizeof(T), sizes, dimensions.Length, (int)type, &handle));
        }

        var tensor = new Tensor(handle, (int)Math.Min((needed * sizeof(T)) >> 10, int.MaxValue));
        return Named(Moved(tensor, dtype, device), names).Requiring(requiresGrad);
    }

    private static Tensor FromElements<T>(
        T[] elements, ReadOnlySpan<long> dimensions, ScalarType type, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(elements);
        return FromElements((ReadOnlySpan<T>)elements, dimensions, type, dtype, device, requiresGrad, names);
    }

    private static ReadOnlySpan<T> Elements<T>(Array array) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    /// <summary>The tensor in the type and on the device that were asked for; what it was made from goes away.</summary>
    private static Tensor Moved(Tensor tensor, ScalarType? dtype, Device device)
    {
        if ((dtype is null || dtype == tensor.dtype) && device.type == DeviceType.CPU)
        {
            return tensor;
        }

        using (tensor)
        {
            return tensor.to(dtype ?? tensor.dtype, device);
        }
    }
}
