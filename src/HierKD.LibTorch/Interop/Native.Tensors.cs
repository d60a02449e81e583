using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

internal static unsafe partial class Native
{
    [LibraryImport(Library, EntryPoint = "hk_release")]
    internal static partial void Release(nint tensor);

    [LibraryImport(Library, EntryPoint = "hk_dim"), SuppressGCTransition]
    internal static partial long Dimensions(nint tensor);

    [LibraryImport(Library, EntryPoint = "hk_numel"), SuppressGCTransition]
    internal static partial long Elements(nint tensor);

    [LibraryImport(Library, EntryPoint = "hk_itemsize"), SuppressGCTransition]
    internal static partial long ItemSize(nint tensor);

    [LibraryImport(Library, EntryPoint = "hk_dtype"), SuppressGCTransition]
    internal static partial int Type(nint tensor);

    [LibraryImport(Library, EntryPoint = "hk_device"), SuppressGCTransition]
    internal static partial long Device(nint tensor);

    [LibraryImport(Library, EntryPoint = "hk_is_sparse"), SuppressGCTransition]
    internal static partial int IsSparse(nint tensor);

    [LibraryImport(Library, EntryPoint = "hk_storage_offset")]
    internal static partial long StorageOffset(nint tensor);

    [LibraryImport(Library, EntryPoint = "hk_sizes")]
    internal static partial int Sizes(nint tensor, long* result);

    [LibraryImport(Library, EntryPoint = "hk_strides")]
    internal static partial int Strides(nint tensor, long* result);

    [LibraryImport(Library, EntryPoint = "hk_is_contiguous")]
    internal static partial int IsContiguous(nint tensor, int memoryFormat, int* result);

    [LibraryImport(Library, EntryPoint = "hk_data")]
    internal static partial int Data(nint tensor, nint* result);

    [LibraryImport(Library, EntryPoint = "hk_from_host")]
    internal static partial int FromHost(void* data, long bytes, long* sizes, int dims, int type, nint* result);

    [LibraryImport(Library, EntryPoint = "hk_borrow_host")]
    internal static partial int BorrowHost(void* data, long* sizes, int dims, int type, delegate* unmanaged<nint, void> release, nint context, nint* result);
}
