using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using HierKD.Models;
using static TorchSharp.torch;

namespace HierKD.Samples;

/// <summary>Where a result comes from.</summary>
/// <param name="Version">HierKD's, with the commit behind a plus sign.</param>
/// <param name="Torch">Who provided torch; recorded lines have always called it so.</param>
/// <param name="Machine">Processor and operating system.</param>
/// <param name="Cores">The processors that .NET saw.</param>
/// <param name="Threads">The threads of torch.</param>
/// <param name="Device">Where it was computed.</param>
internal sealed record Provenance(
    string Version, [property: JsonPropertyName("engine")] string Torch, string Machine, int Cores, int Threads, string Device)
{
    public static Provenance Of(int threads, string device) => new(
        // The commit stands behind the plus sign; the SDK writes it at build time.
        typeof(HierarchicalPruner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        $"{typeof(Tensor).Assembly.GetName().Name} {typeof(Tensor).Assembly.GetName().Version}",
        $"{Processor()}, {RuntimeInformation.OSDescription}" +
            HiddenCaches.Note,
        Environment.ProcessorCount,
        threads,
        device);

    private static string Processor()
    {
        const string linux = "/proc/cpuinfo";
        var line = File.Exists(linux) ? File.ReadLines(linux)
            .FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
