using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HierKD.OnnxSurvey.Catalog;
using HierKD.OnnxSurvey.Report;

namespace HierKD.OnnxSurvey.Export;

/// <summary>
/// A network in a process of its own: what it takes of memory is the network's alone, the first export is a first one, and a network that
/// breaks the process takes no other along.
/// </summary>
internal static class ExportProcess
{
    /// <summary>What such a process is told on its command line.</summary>
    public const string Command = "one";

    /// <summary>What <c>dotnet</c> has to be told to start this program; nothing where it has a launcher of its own.</summary>
    private static string[] Program => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [Environment.GetCommandLineArgs()[0]]
        : [];

    /// <summary>Starts it and waits for what it finds.</summary>
    public static ExportRow Run(OnnxCase network, int seed)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!, [.. Program, Command, network.Name, "--seed", seed.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} could not be started.");
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<ExportRow>(output.TrimEnd().Split('\n')[^1], OnnxResults.Line)!
            : new ExportRow
            {
                Network = network.Name,
                Source = network.Source,
                Input = network.Input,
                Mistakes = [$"its process ended with exit code {process.ExitCode}; its messages are above"],
            };
    }

    /// <summary>The other end: measures, and says the row as the last line.</summary>
    public static int Work(string name, int seed)
    {
        Console.WriteLine(JsonSerializer.Serialize(ExportMeasurement.Of(OnnxCatalog.Find(name), seed), OnnxResults.Line));
        return 0;
    }
}
