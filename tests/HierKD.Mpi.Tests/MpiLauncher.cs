using System.Diagnostics;
using System.Text;
using HierKD.Tests;

namespace HierKD.Mpi.Tests;

/// <summary>Starts the worker, alone or with an MPI's launcher.</summary>
internal static class MpiLauncher
{
    /// <summary>Nothing that is started takes so long; what waits for ever is ended then, and fails.</summary>
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(3);

    private static readonly string Worker = RepositoryFolder.Find(
        "tests", "HierKD.Mpi.Worker", "bin", Configuration, "net10.0", "HierKD.Mpi.Worker.dll");

    private static string Configuration => AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";

    /// <summary>One process without MPI.</summary>
    public static WorkerOutcome Alone(string command) => Start("dotnet", [Worker, .. command.Split(' ')]);

    /// <summary>Several processes.</summary>
    /// <param name="mpi"><c>openmpi</c> or <c>mpich</c>.</param>
    /// <param name="processes">How many.</param>
    /// <param name="command">The worker's command line.</param>
    public static WorkerOutcome Run(string mpi, int processes, string command)
    {
        var launcher = Find($"mpirun.{mpi}");
        Skip.If(launcher is null, $"mpirun.{mpi} is not installed (Debian: {(mpi == "mpich" ? "mpich" : "openmpi-bin")})");
        string[] options = mpi == "openmpi" ? ["--oversubscribe", "--bind-to", "none", "-n", $"{processes}"] : ["-n", $"{processes}"];
        return Start(launcher!, [.. options, "dotnet", Worker, .. command.Split(' ')]);
    }

    private static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static WorkerOutcome Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in (string[])["OMPI_ALLOW_RUN_AS_ROOT", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "OMP_NUM_THREADS"])
            start.Environment[name] = "1";
        start.Environment["HIERKD_TEST"] = $"{Environment.ProcessId}";
        using var process = new Process { StartInfo = start };
        var text = new StringBuilder();
        DataReceivedEventHandler hear = (_, line) =>
        {
            lock (text) text.AppendLine(line.Data);
        };
        process.OutputDataReceived += hear;
        process.ErrorDataReceived += hear;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var ended = process.WaitForExit(AtMost);
        if (!ended) process.Kill(entireProcessTree: true);
        process.WaitForExit();
        lock (text)
        {
            return ended ? new(process.ExitCode, text.ToString()) : throw new TimeoutException($"It did not end:\n{text}");
        }
    }
}
