using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using HierKD.Models;
using Spectre.Console;

namespace HierKD.Samples;

/// <summary>
/// What every sample does around its work: numbers look the same everywhere, mistakes are told in a sentence, Ctrl+C ends with what to do
/// next.
/// </summary>
internal static class SampleProgram
{
    /// <summary>The exit code of a program that Ctrl+C has ended.</summary>
    private const int Interrupted = 130;

    /// <summary>Runs what the command line asks for; returns the exit code.</summary>
    public static int Run(RootCommand root, string[] arguments)
    {
        HiddenCaches.Prepare();
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 160;
        try
        {
            var line = root.Parse(arguments);
            if (line.Action is ParseErrorAction mistake) mistake.ShowHelp = false;
            return line.Invoke(new() { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException cancelled)
        {
            Console.Error.WriteLine(cancelled.Message);
            return Interrupted;
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or ArgumentException or InvalidOperationException)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
    }
}
