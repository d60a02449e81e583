// Goes over all networks of HierKD.Models: what can be removed, what stays and why, what it costs, and whether the smaller model is right.
using System.CommandLine.Invocation;
using System.Globalization;
using HierKD.Models;
using HierKD.Networks;
using Spectre.Console;

HiddenCaches.Prepare();
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 220;
try
{
    var line = CommandLine.Create(Survey.Run).Parse(args);
    if (line.Action is ParseErrorAction mistake) mistake.ShowHelp = false;
    return line.Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception failure) when (failure is IOException or ArgumentException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
