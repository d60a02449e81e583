// Runs what depends on where it is computed, over a libtorch that is loaded before TorchSharp's first use.
using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using HierKD.Cuda;
using HierKD.Models;
using Spectre.Console;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 160;
try
{
    var line = HierKD.Cuda.CommandLine.Create(Everything.Run, out var torch, out var device).Parse(args);
    if (line.Action is ParseErrorAction mistake) mistake.ShowHelp = false;
    // Help and mistakes need no libtorch.
    if (line.Action == line.CommandResult.Command.Action) Prepare(line.GetValue(torch), line.GetValue(device)!);
    return line.Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception failure) when (failure is IOException or InvalidDataException or ArgumentException or InvalidOperationException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

static void Prepare(string? folder, string device)
{
    var libtorch = LibtorchFolder.Find(
        folder ?? throw new ArgumentException("--torch is missing: name the folder of a PyTorch wheel, as in .../site-packages/torch."));
    libtorch.Require(TorchSharpBuild.Libtorch, cuda: device == "cuda");
    libtorch.Load();
    HiddenCaches.Prepare();
    if (device == "cuda" && !TorchSharp.torch.cuda.is_available())
    {
        throw new InvalidOperationException(
            "--device cuda: torch finds no CUDA device on this machine. nvidia-smi may say why; --device cpu does without.");
    }
}
