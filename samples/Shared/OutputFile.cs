using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HierKD.Samples;

/// <summary>Files that a sample leaves behind.</summary>
internal static class OutputFile
{
    /// <summary>Fails if the file cannot be written at the end: better now than after the training.</summary>
    public static void RequireFolder(string? path)
    {
        if (path is null || Path.GetDirectoryName(Path.GetFullPath(path)) is not { } folder || Directory.Exists(folder)) return;
        throw new DirectoryNotFoundException($"'{path}' cannot be written: there is no folder '{folder}'; make it first.");
    }

    /// <summary>A name that only a run of the same kind finds again: it ends with a digest of what the contents depend on.</summary>
    public static string NameFor(string what, params object?[] dependsOn)
    {
        var text = string.Join('\n', dependsOn.Select(d => Convert.ToString(d, CultureInfo.InvariantCulture)));
        return $"{what}-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8]}";
    }

    /// <summary>Deletes what a finished run needs no longer; nothing for those that are <see langword="null"/>.</summary>
    public static void Delete(params string?[] paths)
    {
        foreach (var path in paths.OfType<string>()) File.Delete(path);
    }

    /// <summary>Saves a report that the sample wrote itself; nothing if there is no path.</summary>
    public static void Save(string markdown, string? path)
    {
        if (path is null) return;
        var whole = path + ".part";
        File.WriteAllText(whole, markdown);
        File.Move(whole, path, overwrite: true);
    }
}
