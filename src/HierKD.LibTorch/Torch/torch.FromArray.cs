using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor from_array(Array rawArray, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        return from_array(rawArray, TypeOf(rawArray), device ?? CPU);
    }

    /// <summary>A tensor over the array's own memory, unless its type or device asks for a copy.</summary>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        var shape = Enumerable.Range(0, rawArray.Rank).Select(rawArray.GetLongLength).ToArray();
        var tensor = Borrow(rawArray, 0, shape, TypeOf(rawArray));
        return Named(Moved(tensor, dtype, InitializeDevice(device)), names).Requiring(requires_grad);
    }

    /// <summary>A tensor over a part of the array's own memory, unless its type asks for a copy.</summary>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        var length = rawArray.LongLength;
        if (offset < 0 || offset >= length)
        {
            throw new ArgumentException($"invalid value for 'offset': {offset}");
        }

        count = count < 0 ? length - offset : count;
        if (count > length - offset)
        {
            throw new IndexOutOfRangeException($"element count is too large: {count}");
        }

        return Moved(Borrow(rawArray, offset, [count], TypeOf(rawArray)), dtype, CPU).Requiring(requires_grad);
    }

    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device);

    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        var changesType = dtype is not null && data.dtype != dtype;
        return changesType || device is not null
            ? data.to(dtype ?? data.dtype, device ?? data.device).requires_grad_(data.requires_grad)
            : data.alias();
    }

    private static ScalarType TypeOf(Array array)
    {
        var element = array.GetType().GetElementType();
        return Type.GetTypeCode(element) switch
        {
            TypeCode.Byte => ScalarType.Byte,
            TypeCode.SByte => ScalarType.Int8,
            TypeCode.Int16 => ScalarType.Int16,
            TypeCode.Int32 => ScalarType.Int32,
            TypeCode.Int64 => ScalarType.Int64,
            TypeCode.Single => ScalarType.Float32,
            TypeCode.Double => ScalarType.Float64,
            TypeCode.Boolean => ScalarType.Bool,
            _ when element == typeof(Half) => ScalarType.Float16,
            _ when element == typeof(System.Numerics.Complex) => ScalarType.ComplexFloat64,
            _ => throw new NotSupportedException($"There is no tensor of {element}."),
        };
    }

    private static unsafe Tensor Borrow(Array array, long offset, long[] shape, ScalarType type)
    {
        var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        nint handle;
        fixed (long* sizes = shape)
        {
            var data = (byte*)pin.AddrOfPinnedObject() + (offset * type.ElementSize());
            var status = Native.BorrowHost(data, sizes, shape.Length, (int)type, &Unpin, GCHandle.ToIntPtr(pin), &handle);
            if (status != 0)
            {
                pin.Free();
            }

            Native.Check(status);
        }

        return new Tensor(handle);
    }

    [UnmanagedCallersOnly]
    private static void Unpin(nint pin) => GCHandle.FromIntPtr(pin).Free();
}
