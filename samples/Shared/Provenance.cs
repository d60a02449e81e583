using System.Reflection;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace HierKD.Samples;

/// <summary>Where a result comes from.</summary>
internal sealed record Provenance(string Version, string Engine, string Machine, int Cores, int Threads, string Device)
{
    public static Provenance Of(int threads, string device) => new(
        // The commit stands behind the plus sign; the SDK writes it at build time.
        typeof(HierarchicalPruner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        $"{typeof(Tensor).Assembly.GetName().Name} {typeof(Tensor).Assembly.GetName().Version}",
        $"{Processor()}, {RuntimeInformation.OSDescription}",
        Environment.ProcessorCount,
        threads,
        device);

    private static string Processor()
    {
        const string linux = "/proc/cpuinfo";
        var line = File.Exists(linux) ? File.ReadLines(linux).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
