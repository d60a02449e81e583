// Exports every network there is, holds the files against TorchSharp in ONNX Runtime, and times both.
using System.CommandLine.Invocation;
using System.Globalization;
using HierKD.Models;
using HierKD.OnnxSurvey.Export;
using HierKD.OnnxSurvey.Latency;
using Spectre.Console;

HiddenCaches.Prepare();
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 220;
try
{
    var line = HierKD.OnnxSurvey.CommandLine.Create(ExportSurvey.Run, LatencySurvey.Run).Parse(args);
    if (line.Action is ParseErrorAction mistake) mistake.ShowHelp = false;
    return line.Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception failure) when (failure is IOException or ArgumentException or InvalidOperationException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
