namespace HierKD.Models;

/// <summary>
/// Images in folders, one for each class, as ImageNet is usually laid out: <c>n01440764/any.JPEG</c>. Holds the files' paths alone;
/// <see cref="FolderBatches"/> decodes them when they are asked for.
/// </summary>
/// <remarks>
/// Classes are numbered in the ordinal order of their folders' names, files come in the ordinal order of their paths: the same on every
/// machine.
/// </remarks>
public sealed class ImageFolder
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png"];

    private readonly IReadOnlyList<(string Path, int Class)> _files;

    private ImageFolder(IReadOnlyList<string> classes, IReadOnlyList<(string Path, int Class)> files)
    {
        Classes = classes;
        _files = files;
    }

    /// <summary>The names of the classes, in the order of their numbers.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The number of images.</summary>
    public int Count => _files.Count;

    /// <summary>The path and the class of each image.</summary>
    public IReadOnlyList<(string Path, int Class)> Files => _files;

    /// <summary>Looks through the class folders below a folder; images may lie in folders of their own below those.</summary>
    /// <param name="path">The folder with the class folders.</param>
    /// <param name="classes">The classes of the training set, for a validation set; the folder's own if <see langword="null"/>.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">It has no class folders, one of them has no image, or one is none of
    /// <paramref name="classes"/>.</exception>
    public static ImageFolder Open(string path, IReadOnlyList<string>? classes = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException($"There is no folder '{path}': it takes a folder with a folder of images for each class.");
        }
        var found = Directory.GetDirectories(path).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal).ToArray();
        if (found.Length == 0) throw new InvalidDataException($"'{path}' has no folders: it takes a folder of images for each class.");
        var names = classes ?? found;
        var numbers = names.Select((name, number) => (name, number)).ToDictionary(c => c.name, c => c.number, StringComparer.Ordinal);
        List<(string, int)> files = [];
        foreach (var name in found)
        {
            if (!numbers.TryGetValue(name, out var number))
            {
                throw new InvalidDataException(
                    $"'{path}' has a folder '{name}', which is none of the {names.Count} classes of the training set.");
            }
            var images = Images(Path.Combine(path, name));
            if (images.Length == 0)
            {
                throw new InvalidDataException($"'{Path.Combine(path, name)}' has no image ({string.Join(", ", Extensions)}).");
            }
            files.AddRange(images.Select(image => (image, number)));
        }
        return new ImageFolder(names, files);
    }

    /// <summary>Two parts, drawn by a seed: what is left, and a fraction held out.</summary>
    /// <param name="fraction">The fraction held out, in (0, 1); at least one image is.</param>
    /// <param name="seed">Draws them.</param>
    public (ImageFolder Remaining, ImageFolder HeldOut) HoldOut(double fraction, int seed)
    {
        if (fraction is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(fraction), fraction, FormattableString.Invariant($"fraction is {fraction}; it must be in (0, 1)."));
        }
        if (Count < 2) throw new InvalidOperationException("There is one image: it takes two to hold one out.");
        var order = Enumerable.Range(0, Count).ToArray();
        EpochSeed.Of(seed, 0).Shuffle(order);
        var held = order.Take(Math.Clamp((int)Math.Round(fraction * Count), 1, Count - 1)).ToHashSet();
        return (Part(i => !held.Contains(i)), Part(held.Contains));
    }

    private ImageFolder Part(Func<int, bool> belongs) => new(Classes, _files.Where((_, i) => belongs(i)).ToArray());

    private static string[] Images(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(f => Extensions.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).ToArray();
}
