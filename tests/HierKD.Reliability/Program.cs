// Attacks HierKD: kills its runs, damages its files, fills its disk, throws out of its callbacks.
using System.CommandLine.Invocation;
using System.Globalization;
using HierKD.Models;
using HierKD.Reliability.Disks;
using HierKD.Reliability.Kills;
using HierKD.Reliability.Mutations;
using HierKD.Reliability.Throws;
using Spectre.Console;

HiddenCaches.Prepare();
TorchSharp.torch.set_num_threads(1);
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 220;
try
{
    var line = HierKD.Reliability.CommandLine
        .Create(KillCommand.Run, MutationCommand.Run, DiskCommand.Run, ThrowCommand.Run)
        .Parse(args);
    if (line.Action is ParseErrorAction mistake) mistake.ShowHelp = false;
    return line.Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception failure) when (failure is IOException or ArgumentException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
