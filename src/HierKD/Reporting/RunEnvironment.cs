using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>What a run was computed with.</summary>
/// <param name="HierKD">This library's version, with the commit behind a plus sign.</param>
/// <param name="Engine">Who provides TorchSharp's API: the assembly's name and version.</param>
/// <param name="LibTorch">The version of libtorch, as the engine states it.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="OperatingSystem">The operating system and the processor's architecture.</param>
/// <param name="Device">The model's device.</param>
/// <param name="Processors">The processors that .NET sees.</param>
/// <param name="Threads">The threads that torch computes an operation with; sums may differ in their last bits with another number.</param>
/// <param name="Finished">When the report was made.</param>
public sealed record RunEnvironment(
    string HierKD, string Engine, string LibTorch, string Runtime, string OperatingSystem, string Device, int Processors, int Threads, DateTimeOffset Finished)
{
    internal static RunEnvironment Of(Device device, TimeProvider clock)
    {
        var engine = typeof(Tensor).Assembly.GetName();
        return new(
            VersionOf(typeof(RunEnvironment).Assembly), $"{engine.Name} {engine.Version}", __version__, RuntimeInformation.FrameworkDescription, $"{RuntimeInformation.OSDescription} ({RuntimeInformation.ProcessArchitecture})",
            device.ToString(), Environment.ProcessorCount, get_num_threads(), clock.GetUtcNow());
    }

    /// <summary>All of it, as names and values for people.</summary>
    internal IEnumerable<(string Name, string Value)> Items() =>
    [
        ("HierKD", HierKD),
        ("Engine", Engine),
        ("libtorch", LibTorch),
        (".NET", Runtime),
        ("Operating system", OperatingSystem),
        ("Device", Device),
        ("Processors", Processors.ToString(CultureInfo.InvariantCulture)),
        ("Threads of torch", Threads.ToString(CultureInfo.InvariantCulture)),
        ("Finished", Finished.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
    ];

    internal static string VersionOf(Assembly assembly) => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version?.ToString() ?? "unknown";
}
