using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The functions of the native library, as native/src declares them.</summary>
internal static unsafe partial class Native
{
    internal const string Library = "hierkd_torch";

    static Native() => NativeLoader.Install();

    internal static string TorchVersion => Marshal.PtrToStringUTF8(TorchVersionText())!;

    /// <summary>Turns a failure into the exception that TorchSharp throws.</summary>
    internal static void Check(int status)
    {
        if (status != 0)
        {
            throw new ExternalException(Marshal.PtrToStringUTF8(LastError()));
        }
    }

    [LibraryImport(Library, EntryPoint = "hk_last_error")]
    private static partial nint LastError();

    [LibraryImport(Library, EntryPoint = "hk_torch_version")]
    private static partial nint TorchVersionText();

    [LibraryImport(Library, EntryPoint = "hk_find", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Find(string name, string overload, nint* result);

    [LibraryImport(Library, EntryPoint = "hk_call")]
    internal static partial int Call(nint op, NativeValue* arguments, int count, NativeValue* results, int resultCount);

    [LibraryImport(Library, EntryPoint = "hk_free_list")]
    internal static partial void FreeList(nint handles);

    [LibraryImport(Library, EntryPoint = "hk_threads")]
    internal static partial int Threads();

    [LibraryImport(Library, EntryPoint = "hk_set_threads")]
    internal static partial int SetThreads(int count);

    [LibraryImport(Library, EntryPoint = "hk_interop_threads")]
    internal static partial int InteropThreads();

    [LibraryImport(Library, EntryPoint = "hk_set_interop_threads")]
    internal static partial int SetInteropThreads(int count);

    [LibraryImport(Library, EntryPoint = "hk_default_dtype")]
    internal static partial int DefaultType();

    [LibraryImport(Library, EntryPoint = "hk_set_default_dtype")]
    internal static partial int SetDefaultType(int type);

    [LibraryImport(Library, EntryPoint = "hk_cuda_devices")]
    internal static partial int CudaDevices();

    [LibraryImport(Library, EntryPoint = "hk_synchronize")]
    internal static partial int Synchronize(long device);

    [LibraryImport(Library, EntryPoint = "hk_has_cudnn")]
    internal static partial int HasCudnn();

    [LibraryImport(Library, EntryPoint = "hk_has_mps")]
    internal static partial int HasMps();

    [LibraryImport(Library, EntryPoint = "hk_tf32")]
    internal static partial int Tf32(int library);

    [LibraryImport(Library, EntryPoint = "hk_set_tf32")]
    internal static partial int SetTf32(int library, int enabled);
}
