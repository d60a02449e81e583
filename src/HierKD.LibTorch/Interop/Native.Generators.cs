using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

internal static unsafe partial class Native
{
    [LibraryImport(Library, EntryPoint = "hk_generator_new")]
    internal static partial int NewGenerator(long seed, nint* result);

    [LibraryImport(Library, EntryPoint = "hk_generator_default")]
    internal static partial int DefaultGenerator(long device, nint* result);

    [LibraryImport(Library, EntryPoint = "hk_generator_release")]
    internal static partial void ReleaseGenerator(nint generator);

    [LibraryImport(Library, EntryPoint = "hk_generator_set_seed")]
    internal static partial int SetSeed(nint generator, long seed);

    [LibraryImport(Library, EntryPoint = "hk_generator_initial_seed")]
    internal static partial int InitialSeed(nint generator, long* result);

    [LibraryImport(Library, EntryPoint = "hk_generator_state")]
    internal static partial int GeneratorState(nint generator, nint* result);

    [LibraryImport(Library, EntryPoint = "hk_generator_set_state")]
    internal static partial int SetGeneratorState(nint generator, nint state);

    [LibraryImport(Library, EntryPoint = "hk_manual_seed")]
    internal static partial int ManualSeed(long seed);

    [LibraryImport(Library, EntryPoint = "hk_cuda_manual_seed")]
    internal static partial int CudaManualSeed(long seed, int allDevices);
}
