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

    /// <summary>Saves a report that the sample wrote itself; nothing if there is no path.</summary>
    public static void Save(string markdown, string? path)
    {
        if (path is null) return;
        var whole = path + ".part";
        File.WriteAllText(whole, markdown);
        File.Move(whole, path, overwrite: true);
    }
}
