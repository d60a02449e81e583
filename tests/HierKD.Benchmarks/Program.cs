// Measures HierKD side by side with what one would use instead.
using System.CommandLine.Invocation;
using System.Globalization;
using HierKD.Benchmarks;
using HierKD.Benchmarks.Formats;
using HierKD.Benchmarks.Parts;
using HierKD.Benchmarks.Profiles;
using HierKD.Benchmarks.Widths;
using HierKD.Models;
using Spectre.Console;

HiddenCaches.Prepare();
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 220;
try
{
    var line = HierKD.Benchmarks.CommandLine.Create(Comparison.Run, PartRun.Run, FormatRun.Run, WidthRun.Run, ProfileRun.Run).Parse(args);
    if (line.Action is ParseErrorAction mistake) mistake.ShowHelp = false;
    return line.Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception failure) when (failure is IOException or ArgumentException or InvalidOperationException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
