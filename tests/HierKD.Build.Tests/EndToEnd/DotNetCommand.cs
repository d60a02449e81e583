using System.Diagnostics;

namespace HierKD.Build.Tests.EndToEnd;

/// <summary>The <c>dotnet</c> command, in a process of its own that leaves none behind.</summary>
internal static class DotNetCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>What it prints.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="packages">The packages folder.</param>
    /// <param name="arguments">The verb and its options.</param>
    /// <exception cref="InvalidOperationException">It fails, or takes too long.</exception>
    public static string Run(string folder, string packages, params string[] arguments)
    {
        var program = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string[] all = [.. arguments, "--disable-build-servers", "-m:1", "-nologo", "-tl:off"];
        var start = new ProcessStartInfo(program, all)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The command that runs the tests tells its children where its own MSBuild is.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["NUGET_PACKAGES"] = packages;
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        return Output(start);
    }

    private static string Output(ProcessStartInfo start)
    {
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} could not be started.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var command = $"{start.FileName} {string.Join(' ', start.ArgumentList)}";
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{command} has not ended in {Limit}.");
        }
        return process.ExitCode == 0
            ? output.Result
            : throw new InvalidOperationException($"{command} ended with {process.ExitCode}: {output.Result}{errors.Result}");
    }
}
