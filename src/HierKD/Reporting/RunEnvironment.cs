using System.Globalization;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>What a run was computed with.</summary>
/// <param name="HierKD">This library's version, with the commit behind a plus sign.</param>
/// <param name="TorchSharp">The version of TorchSharp.</param>
/// <param name="LibTorch">The version of libtorch, as TorchSharp states it.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="OperatingSystem">The operating system and the processor's architecture.</param>
/// <param name="Device">The model's device.</param>
/// <param name="Processors">The processors that .NET sees.</param>
/// <param name="Threads">The threads that torch computes an operation with; sums may differ in their last bits with another number.</param>
/// <param name="Finished">When the report was made.</param>
public sealed record RunEnvironment(
    string HierKD, string TorchSharp, string LibTorch, string Runtime, string OperatingSystem, string Device, int Processors, int Threads,
    DateTimeOffset Finished)
{
    internal static RunEnvironment Of(Device device, TimeProvider clock) => new(
        Telemetry.Version, typeof(Tensor).Assembly.GetName().Version?.ToString(3) ?? "unknown", __version__,
        RuntimeInformation.FrameworkDescription, $"{RuntimeInformation.OSDescription} ({RuntimeInformation.ProcessArchitecture})",
        device.ToString(), Environment.ProcessorCount, get_num_threads(), clock.GetUtcNow());

    /// <summary>All of it, as names and values for people.</summary>
    internal IEnumerable<(string Name, string Value)> Items() =>
    [
        ("HierKD", HierKD),
        ("TorchSharp", TorchSharp),
        ("libtorch", LibTorch),
        (".NET", Runtime),
        ("Operating system", OperatingSystem),
        ("Device", Device),
        ("Processors", Processors.ToString(CultureInfo.InvariantCulture)),
        ("Threads of torch", Threads.ToString(CultureInfo.InvariantCulture)),
        ("Finished", Finished.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
    ];
}
