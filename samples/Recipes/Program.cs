// Published experiments as recipes: one file each (Vgg16Cifar10.cs and its neighbours), run by RecipeRun.cs.
using System.CommandLine.Invocation;
using System.Globalization;
using HierKD.Recipes;
using Spectre.Console;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 160;
try
{
    var line = CommandLine.Create(RecipeRun.Run, RecipeTable.Write).Parse(args);
    if (line.Action is ParseErrorAction mistake) mistake.ShowHelp = false;
    return line.Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception failure) when (failure is IOException or InvalidDataException or ArgumentException or InvalidOperationException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
