using System.Reflection;
using System.Runtime.Loader;

namespace HierKD.Onnx.Tests;

/// <summary>The copies of assemblies that exports have made.</summary>
internal static class LiveCopies
{
    /// <summary>Collects until nothing is left to collect.</summary>
    public static void Settle()
    {
        // What a context holds goes first, then the context itself, each in a collection of its own.
        for (var i = 0; i < 10; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    /// <summary>
    /// Those that are in memory. A context that was told to unload is not listed any more, but its assemblies are until they go.
    /// </summary>
    public static IReadOnlyList<Assembly> Find() => [.. AppDomain.CurrentDomain.GetAssemblies()
        .Where(assembly => AssemblyLoadContext.GetLoadContext(assembly)?.Name == "HierKD.Onnx")];
}
