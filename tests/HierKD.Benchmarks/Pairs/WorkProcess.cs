using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HierKD.Benchmarks.Workloads;
using HierKD.Models;

namespace HierKD.Benchmarks.Pairs;

/// <summary>A process that does one side's work when asked, and rests otherwise.</summary>
internal sealed class WorkProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _name;

    private WorkProcess(string name, string file, IEnumerable<string> arguments, Allocator allocator = Allocator.System)
    {
        _name = name;
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // Both sides convolve alike where this processor needs a word.
        if (HiddenCaches.AreHidden) start.Environment.TryAdd(HiddenCaches.Variable, HiddenCaches.Value);
        // Debian's OpenBLAS has threads of its own, beside those that torch is told.
        start.Environment["OPENBLAS_NUM_THREADS"] = start.Environment["OMP_NUM_THREADS"] = "1";
        AllocatorLibrary.Set(allocator, start.Environment);
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{file} could not be started.");
        Start = Read<WorkStart>();
    }

    public WorkStart Start { get; }

    /// <summary>What it said after the last round.</summary>
    public WorkRound Last { get; private set; } = new([], 0);

    /// <summary>What <c>dotnet</c> has to be told to start this program; nothing where it has a launcher of its own.</summary>
    private static string[] Program => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [Environment.GetCommandLineArgs()[0]]
        : [];

    /// <summary>HierKD's side: this program, asked to work.</summary>
    public static WorkProcess Ours(
        string work, string network, int batch, string device, Allocator allocator = Allocator.System) =>
        new($"{work} {network}", Environment.ProcessPath!, [
            .. Program, "work", work, network, "--batch", Text(batch), "--device", device
        ], allocator);

    /// <summary>PyTorch's side.</summary>
    /// <param name="python">The Python that has it.</param>
    /// <param name="network">One of <see cref="Networks"/>.</param>
    /// <param name="batch">The samples of a batch.</param>
    /// <param name="device">Where.</param>
    public static WorkProcess PyTorch(string python, string network, int batch, string device) =>
        new($"PyTorch {network}", python, [
            Path.Combine(AppContext.BaseDirectory, "pytorch", "worker.py"), network, "--batch", Text(batch), "--device", device
        ]);

    /// <summary>Torch-Pruning's, from the folder of its source.</summary>
    public static WorkProcess TorchPruning(string python, string folder, string network, string device) =>
        new($"Torch-Pruning {network}", python, [
            Path.Combine(AppContext.BaseDirectory, "pytorch", "torch_pruning_worker.py"), network, "--source", folder, "--device", device
        ]);

    /// <exception cref="InvalidOperationException">The other side has another network.</exception>
    public void RequireSameNetwork(WorkProcess other)
    {
        if (Start.Parameters != other.Start.Parameters)
        {
            throw new InvalidOperationException(
                $"There are {Start.Parameters} parameters in '{_name}' and {other.Start.Parameters} in " +
                $"'{other._name}': they are not the same network.");
        }
    }

    /// <summary>The seconds of each of so many steps.</summary>
    public double[] Round(int steps)
    {
        _process.StandardInput.WriteLine(Text(steps));
        _process.StandardInput.Flush();
        Last = Read<WorkRound>();
        return Last.Seconds;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private T Read<T>()
    {
        var line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException(
            $"The process of '{_name}' has ended with " +
            $"{(_process.WaitForExit(1000) ? _process.ExitCode : "no exit code")}; its messages are above.");
        return JsonSerializer.Deserialize<T>(line, WorkJson.Options)!;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
