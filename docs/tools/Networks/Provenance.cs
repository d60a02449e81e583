using System.Reflection;
using System.Runtime.InteropServices;
using HierKD.Models;

namespace HierKD.Networks;

/// <summary>Where results come from.</summary>
internal sealed record Provenance(
    string Version, string TorchSharp, string Machine, int Cores, int Threads, int Seed, string Command, DateTime Finished)
{
    public static Provenance Of(Settings settings) => new(
        // The commit stands behind the plus sign; the SDK writes it at build time.
        typeof(FilterGraph).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        $"{typeof(Tensor).Assembly.GetName().Name} {typeof(Tensor).Assembly.GetName().Version}",
        $"{Processor()}, {RuntimeInformation.OSDescription}" +
            HiddenCaches.Note,
        Environment.ProcessorCount,
        settings.Threads,
        settings.Seed,
        $"dotnet run --project docs/tools/Networks -c Release -- {settings.Arguments}".TrimEnd(' ', '-'),
        DateTime.UtcNow);

    private static string Processor()
    {
        const string linux = "/proc/cpuinfo";
        var line = File.Exists(linux) ? File.ReadLines(linux)
            .FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
