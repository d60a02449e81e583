using System.Diagnostics;

namespace HierKD.Tests.PyTorch;

/// <summary>Programs in Python, where there is one.</summary>
internal static class Python
{
    /// <summary>A Python that has a module; <see langword="null"/> if there is none.</summary>
    public static string? With(string module) =>
        new[] { Environment.GetEnvironmentVariable("HIERKD_PYTHON"), "/usr/bin/python3", "python3" }.FirstOrDefault(p =>
    {
        try
        {
            return p is not null && Run(p, ["-c", $"import {module}; print('there')"]).Trim() == "there";
        }
        catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return false;
        }
    });

    /// <summary>What a program prints.</summary>
    public static string Run(string program, IEnumerable<string> arguments)
    {
        using var process =
            Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? said
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {errors.Result}");
    }
}
