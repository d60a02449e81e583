using System.IO.Compression;
using HierKD.Models;

namespace ImageNetResNet50;

/// <summary>
/// The folder with <c>train/CLASS</c> and <c>val/CLASS</c>: as given, unpacked from a zip file for the time of the run, or with a little
/// made-up data in it.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private readonly DirectoryInfo? _temporary;

    private DataFolder(string path, DirectoryInfo? temporary) => (Path, _temporary) = (path, temporary);

    public string Path { get; }

    /// <summary>Opens what <c>--data</c> names.</summary>
    /// <param name="data">A folder, a zip file, or <see langword="null"/> for made-up images.</param>
    public static DataFolder Open(string? data)
    {
        if (data is not null && Directory.Exists(data)) return new DataFolder(data, null);
        if (data is not null && !File.Exists(data))
        {
            throw new FileNotFoundException($"--data {data}: there is neither such a folder nor such a zip file.");
        }
        var folder = Directory.CreateTempSubdirectory("hierkd-imagenet-");
        try
        {
            if (data is null) GeneratedData.ImageFolders(folder.FullName, classes: 5, train: 24, validation: 8, side: 72);
            else ZipFile.ExtractToDirectory(data, folder.FullName);
            return new DataFolder(folder.FullName, folder);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    public void Dispose() => _temporary?.Delete(recursive: true);
}
