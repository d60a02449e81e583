// Makes known networks small on CIFAR-10: `evaluate` measures the pretrained ones, `prune` removes filters of one. Pruning.cs is the recipe.
using System.CommandLine.Invocation;
using System.Globalization;
using Cifar10Sample;
using Spectre.Console;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 160;
try
{
    var line = CommandLine.Create(Evaluation.Run, Pruning.Run).Parse(args);
    if (line.Action is ParseErrorAction mistake) mistake.ShowHelp = false;
    return line.Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception failure) when (failure is IOException or InvalidDataException or ArgumentException or InvalidOperationException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
