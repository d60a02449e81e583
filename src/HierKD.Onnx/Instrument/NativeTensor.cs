using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>A native tensor as the native library sees it: nothing is counted, and no dispose scope hears of it.</summary>
internal readonly unsafe struct NativeTensor(nint handle)
{
    private static readonly nint Library = NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, null);
    private static readonly delegate* unmanaged[Cdecl]<nint, nint> AliasOf =
        (delegate* unmanaged[Cdecl]<nint, nint>)Export("alias");

    private static readonly delegate* unmanaged[Cdecl]<nint, nint> CloneOf =
        (delegate* unmanaged[Cdecl]<nint, nint>)Export("clone");

    private static readonly delegate* unmanaged[Cdecl]<nint, void> Dispose =
        (delegate* unmanaged[Cdecl]<nint, void>)Export("dispose");

    private static readonly delegate* unmanaged[Cdecl]<nint, nint> DataOf =
        (delegate* unmanaged[Cdecl]<nint, nint>)Export("data");

    private static readonly delegate* unmanaged[Cdecl]<nint, long> RankOf =
        (delegate* unmanaged[Cdecl]<nint, long>)Export("ndimension");

    private static readonly delegate* unmanaged[Cdecl]<nint, long, long> SizeOf =
        (delegate* unmanaged[Cdecl]<nint, long, long>)Export("size");

    private static readonly delegate* unmanaged[Cdecl]<nint, long, long> StrideOf =
        (delegate* unmanaged[Cdecl]<nint, long, long>)Export("stride");

    private static readonly delegate* unmanaged[Cdecl]<nint, long> OffsetOf =
        (delegate* unmanaged[Cdecl]<nint, long>)Export("storage_offset");

    private static readonly delegate* unmanaged[Cdecl]<nint, long> ElementSizeOf =
        (delegate* unmanaged[Cdecl]<nint, long>)Export("element_size");

    private static readonly delegate* unmanaged[Cdecl]<nint, sbyte> TypeOf =
        (delegate* unmanaged[Cdecl]<nint, sbyte>)Export("type");

    private static readonly delegate* unmanaged[Cdecl]<nint, byte> IsSparseOf =
        (delegate* unmanaged[Cdecl]<nint, byte>)Export("is_sparse");

    public nint Handle => handle;

    /// <summary>Whether it has no elements that lie in memory one behind the other.</summary>
    public bool IsSparse => IsSparseOf(handle) != 0;

    public ScalarType Type => (ScalarType)TypeOf(handle);

    public long Offset => OffsetOf(handle);

    /// <summary>Where the first element lies; 0 if there is none.</summary>
    public nint Data => DataOf(handle);

    /// <summary>Where its storage begins: the same for all tensors that share it.</summary>
    public nint Storage => Data - (nint)(Offset * ElementSizeOf(handle));

    public long[] Shape => All(SizeOf);

    public long[] Strides => All(StrideOf);

    /// <summary>A new handle to a tensor over the same elements.</summary>
    public static nint Alias(nint handle) => AliasOf(handle);

    /// <summary>A new handle to a tensor of its own.</summary>
    public static nint Clone(nint handle) => CloneOf(handle);

    public static void Free(nint handle) => Dispose(handle);

    private static nint Export(string name) => NativeLibrary.GetExport(Library, "THSTensor_" + name);

    private long[] All(delegate* unmanaged[Cdecl]<nint, long, long> of)
    {
        var values = new long[RankOf(handle)];
        for (var axis = 0; axis < values.Length; axis++) values[axis] = of(handle, axis);
        return values;
    }
}
