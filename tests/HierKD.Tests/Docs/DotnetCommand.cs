using System.Text.RegularExpressions;
using HierKD.Tests.Samples;

namespace HierKD.Tests.Docs;

/// <summary>A command of the .NET SDK that a page tells a reader to type.</summary>
/// <param name="Text">As it stands there.</param>
internal sealed partial record DotnetCommand(string Text)
{
    /// <summary>Properties that a reader may set for this repository or for a project with its package.</summary>
    private static readonly string[] Properties = ["TorchBackend", "TorchSharpVersion", "HierKDLoadOnOlderLinux"];

    /// <summary>The commands in a page's blocks of code and within its sentences.</summary>
    public static IEnumerable<DotnetCommand> On(MarkdownPage page) =>
        page.Code.Where(code => code.Language is null or "" or "sh" or "powershell").SelectMany(code => code.Text.Split('\n'))
            .Concat(page.InlineCode)
            .Select(text => text.Split('#')[0].Trim())
            .Where(text => text.StartsWith("dotnet ", StringComparison.Ordinal))
            .Select(text => new DotnetCommand(text));

    /// <summary>What is wrong with it; <see langword="null"/> if nothing is.</summary>
    public string? Fault()
    {
        var words = Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var dashes = Array.IndexOf(words, "--");
        var (own, arguments) = dashes < 0 ? (words, []) : (words[..dashes], words[(dashes + 1)..]);
        foreach (var property in own.Where(w => w.StartsWith("-p:", StringComparison.Ordinal)))
        {
            if (!Properties.Contains(property[3..].Split('=')[0])) return $"{property} sets nothing";
        }
        return own.ElementAtOrDefault(1) switch
        {
            "run" when own.Contains("--project") => Run(own, arguments),
            "test" or "build" or "pack" or "publish" => own.ElementAtOrDefault(2) is { } path && path.Contains('/') ? Exists(path) : null,
            // In a folder of the reader's own, or for all that is here.
            "run" or "new" or "add" or "nuget" or "format" or "--list-runtimes" or "--version" => null,
            var verb => $"'dotnet {verb}' is not known here",
        };
    }

    private static string? Run(string[] words, string[] arguments)
    {
        var project = words[Array.IndexOf(words, "--project") + 1];
        if (Exists(project) is { } fault) return fault;
        if (!string.Join(' ', words).Contains("-c Release", StringComparison.Ordinal)) return "it lacks -c Release";
        // A project for several frameworks has to be told which.
        if (project.EndsWith("ApiReference", StringComparison.Ordinal))
        {
            return string.Join(' ', words).Contains("-f net10.0", StringComparison.Ordinal) ? null : "it lacks -f net10.0";
        }
        var line = ProgramCommandLine.Of(project).Parse([.. arguments.Select(Example)]);
        return line.Errors.Count == 0 ? null : string.Join(" ", line.Errors.Select(e => e.Message));
    }

    private static string? Exists(string project)
    {
        var folder = Path.Combine([RepositoryFolder.Find(), .. project.Split('/')]);
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.csproj").Any() ? null : $"there is no project {project}";
    }

    /// <summary>A value for what stands for one: the first of several, a number for a word in capitals.</summary>
    private static string Example(string word) => Placeholder().IsMatch(word) ? "1" : word.Split('|')[0];

    [GeneratedRegex("^[A-Z]+$")]
    private static partial Regex Placeholder();
}
