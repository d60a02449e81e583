using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace HierKD.Build;

/// <summary>
/// Makes copies of native libraries that also load where the C++ runtime is older than the one they were linked with, if they use
/// nothing of what is newer. It looks at the files alone, never at the machine that builds.
/// </summary>
public sealed class LoadOnOlderLinux : Task
{
    private const string Prefix = "GLIBCXX_";

    /// <summary>Native libraries with the metadata that NuGet gives them; files of other systems may be among them.</summary>
    [Required]
    public ITaskItem[] Libraries { get; set; } = [];

    /// <summary>The folder for the copies, below the project's <c>obj</c>.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>Those of <see cref="Libraries"/> that have a copy.</summary>
    [Output]
    public ITaskItem[] Originals { get; private set; } = [];

    /// <summary>The copies, with the metadata of their originals.</summary>
    [Output]
    public ITaskItem[] Copies { get; private set; } = [];

    /// <summary>Makes the copies; a copy that is already right is not touched.</summary>
    /// <returns>Whether every copy that is needed is there.</returns>
    public override bool Execute()
    {
        var copies = new List<(ITaskItem Original, ITaskItem Copy)>();
        foreach (var library in Libraries)
        {
            try
            {
                if (CopyOf(library) is { } copy) copies.Add((library, copy));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Log.LogError(
                    null, "HIERKD001", null, null, 0, 0, 0, 0,
                    "No copy of '{0}' that loads on older Linux could be made in '{1}': {2} "
                        + "Set HierKDLoadOnOlderLinux to false to do without.",
                    library.ItemSpec, Folder, failure.Message);
            }
        }
        (Originals, Copies) = ([.. copies.Select(c => c.Original)], [.. copies.Select(c => c.Copy)]);
        return !Log.HasLoggedErrors;
    }

    private TaskItem? CopyOf(ITaskItem library)
    {
        if (Edited(library.ItemSpec, out var versions) is not { } edited) return null;
        var place = library.GetMetadata("DestinationSubPath") is { Length: > 0 } path ? path : Path.GetFileName(library.ItemSpec);
        var copy = new TaskItem(Path.Combine(Folder, place));
        library.CopyMetadataTo(copy);
        Write(copy.ItemSpec, edited);
        Log.LogMessage(
            MessageImportance.Normal,
            "HierKD: {0} gets a copy that does not insist on {1}, of which it uses nothing, so that it loads on older Linux as well "
                + "(HierKDLoadOnOlderLinux=false switches this off).",
            place, string.Join(", ", versions));
        return copy;
    }

    private byte[]? Edited(string path, out IReadOnlyList<string> versions)
    {
        try
        {
            return UnusedVersions.Weaken(File.ReadAllBytes(path), Prefix, out versions);
        }
        catch (Exception failure) when (failure is InvalidDataException or OverflowException)
        {
            Log.LogMessage(MessageImportance.Low, "HierKD: '{0}' is left as it is. {1}", path, failure.Message);
            versions = [];
            return null;
        }
    }

    /// <summary>Writes a new file beside the old one and puts it in its place: the old one may be linked to from elsewhere.</summary>
    private static void Write(string path, byte[] bytes)
    {
        if (Holds(path, bytes)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path));
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Delete(path);
            File.Move(temporary, path);
        }
        catch (IOException) when (Holds(path, bytes))
        {
            // Another build of the same project was faster.
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static bool Holds(string path, byte[] bytes) => File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes);
}
