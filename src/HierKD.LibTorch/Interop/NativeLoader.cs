using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Finds the native library beside the assemblies and prepares the process for it.</summary>
internal static partial class NativeLoader
{
    internal static void Install() => NativeLibrary.SetDllImportResolver(typeof(NativeLoader).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Native.Library)
        {
            return 0;
        }

        if (!OperatingSystem.IsWindows())
        {
            // GNU's OpenMP reads this once, when it is loaded: its threads must sleep, not spin, while they wait for work, or a
            // busy machine runs many times slower. Setting it through .NET would not reach the C environment.
            _ = SetEnvironment("OMP_WAIT_POLICY", "PASSIVE", overwrite: 0);
        }

        string? reason = null;
        foreach (var path in Candidates(assembly).Where(File.Exists))
        {
            try
            {
                return NativeLibrary.Load(path);
            }
            catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
            {
                reason = exception.Message;
            }
        }

        try
        {
            // A package's native part may lie where only the host knows.
            return NativeLibrary.Load(name, assembly, searchPath);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            reason ??= exception.Message;
        }
        const string Advice = "install the libtorch that it was built with, or build it for the one that is here: ./build.sh native in HierKD's repository does both.";
        throw new DllNotFoundException($"The engine's native library '{FileName}' could not be loaded ({reason}): {Advice}");
    }

    private static string FileName =>
        OperatingSystem.IsWindows() ? $"{Native.Library}.dll" : OperatingSystem.IsMacOS() ? $"lib{Native.Library}.dylib" : $"lib{Native.Library}.so";

    private static IEnumerable<string> Candidates(Assembly assembly)
    {
        string[] folders = [AppContext.BaseDirectory, Path.GetDirectoryName(assembly.Location) ?? ""];
        foreach (var folder in folders.Where(folder => folder.Length > 0).Distinct())
        {
            yield return Path.Combine(folder, FileName);
            yield return Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", FileName);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
