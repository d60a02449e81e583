using System.Runtime.CompilerServices;
using HierKD.Models;

// The generator and the counters of live tensors are global to the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace HierKD.Onnx.Tests;

internal static class AssemblySettings
{
#pragma warning disable CA2255 // A test assembly has no entry point of its own, and every test must run with one thread.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Prepare()
    {
        HiddenCaches.Prepare();
        set_num_threads(1);
    }
}
