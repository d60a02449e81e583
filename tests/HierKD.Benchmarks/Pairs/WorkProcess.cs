using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HierKD.Benchmarks.Workloads;

namespace HierKD.Benchmarks.Pairs;

/// <summary>A process that does one side's work when asked, and rests otherwise.</summary>
internal sealed class WorkProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _name;

    private WorkProcess(string name, string file, IEnumerable<string> arguments)
    {
        _name = name;
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // Debian's OpenBLAS has threads of its own, beside those that torch is told.
        start.Environment["OPENBLAS_NUM_THREADS"] = start.Environment["OMP_NUM_THREADS"] = "1";
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{file} could not be started.");
        Start = Read<WorkStart>();
    }

    public WorkStart Start { get; }

    /// <summary>The most memory that the process has had so far, in bytes.</summary>
    public long Peak { get; private set; }

    /// <summary>HierKD's side: this program, asked to work.</summary>
    public static WorkProcess Ours(string work, string network, int batch, string device) =>
        new($"{work} {network}", Environment.ProcessPath!, [Environment.GetCommandLineArgs()[0], "work", work, network, "--batch", Text(batch), "--device", device]);

    /// <summary>PyTorch's side.</summary>
    public static WorkProcess PyTorch(string network, int batch, string device) =>
        new($"PyTorch {network}", "/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "pytorch", "worker.py"), network, "--batch", Text(batch), "--device", device]);

    /// <summary>The seconds of each of so many steps.</summary>
    public double[] Round(int steps)
    {
        _process.StandardInput.WriteLine(Text(steps));
        _process.StandardInput.Flush();
        var round = Read<WorkRound>();
        Peak = round.Peak;
        return round.Seconds;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private T Read<T>()
    {
        var line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The process of '{_name}' has ended with {(_process.WaitForExit(1000) ? _process.ExitCode : "no exit code")}; its messages are above.");
        return JsonSerializer.Deserialize<T>(line, WorkJson.Options)!;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
