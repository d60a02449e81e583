using System.Collections.Concurrent;
using System.Diagnostics;
using HierKD.Models;

namespace HierKD.Reliability.Processes;

/// <summary>Another process of this program, which may be killed.</summary>
internal sealed class ProgramProcess : IDisposable
{
    private readonly Process _process;
    private readonly BlockingCollection<string> _lines = [];
    private readonly ConcurrentQueue<string> _errors = new();

    private ProgramProcess(string file, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Every process computes alike, also where this processor needs a word.
        if (HiddenCaches.AreHidden) start.Environment.TryAdd(HiddenCaches.Variable, HiddenCaches.Value);
        start.Environment["OMP_NUM_THREADS"] = "1";
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{file} could not be started.");
        _process.OutputDataReceived += (_, told) =>
        {
            if (told.Data is { } line) _lines.Add(line);
            else _lines.CompleteAdding();
        };
        _process.ErrorDataReceived += (_, told) =>
        {
            if (told.Data is { } line) _errors.Enqueue(line);
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The assembly of the program that runs.</summary>
    public static string Own => typeof(ProgramProcess).Assembly.Location;

    public bool HasExited => _process.HasExited;

    /// <summary>The exit code; only of a process that has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>What it said on its way out, in one line.</summary>
    public string Errors => string.Join(" / ", _errors.Where(e => !string.IsNullOrWhiteSpace(e)).Take(6).Select(FaultText.Of));

    /// <param name="program">The program's assembly.</param>
    /// <param name="arguments">What it is told.</param>
    public static ProgramProcess Start(string program, IEnumerable<string> arguments) => new("dotnet", [program, .. arguments]);

    /// <summary>With mounts of its own, and the right to make some.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The system does not know how to.</exception>
    public static ProgramProcess StartWithMounts(string program, IEnumerable<string> arguments) =>
        new("unshare", ["--map-root-user", "--mount", "dotnet", program, .. arguments]);

    /// <summary>The next line that it says; <see langword="null"/> if it says no more, or nothing in time.</summary>
    public string? Read(TimeSpan timeout)
    {
        try
        {
            return _lines.TryTake(out var line, timeout) ? line : null;
        }
        // There is nothing more to come.
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Waits until it says a line; false if it ends without, or does not in time.</summary>
    public bool WaitFor(string line, TimeSpan timeout)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < timeout)
        {
            if (Read(timeout - watch.Elapsed) is not { } said) return false;
            if (said == line) return true;
        }
        return false;
    }

    public void Write(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        // Who has ended in the meantime is found by its exit code.
        catch (IOException)
        {
        }
    }

    /// <summary>Ends it at once, with SIGKILL where there are signals.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Waits for its end; false if it does not come in time.</summary>
    public bool WaitForExit(TimeSpan timeout)
    {
        if (!_process.WaitForExit(timeout)) return false;
        // Only this overload waits for the last lines, too.
        _process.WaitForExit();
        return true;
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
        _lines.Dispose();
    }
}
