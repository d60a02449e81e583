namespace HierKD.Models;

/// <summary>Records from a CIFAR set's official binary files.</summary>
/// <param name="Labels">For each label byte of a record, that of every image.</param>
/// <param name="Pixels">The planes of all images, one image after the other.</param>
internal sealed record CifarRecords(byte[][] Labels, byte[] Pixels)
{
    public int Count => Labels[0].Length;

    /// <summary>Reads files in order, and no more of them than it takes.</summary>
    /// <param name="format">Whose files.</param>
    /// <param name="folder">Where they are.</param>
    /// <param name="names">Their names.</param>
    /// <param name="first">How many images, from the first on; all if <see langword="null"/>.</param>
    public static CifarRecords Read(CifarFormat format, string folder, IEnumerable<string> names, int? first)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (first < 1) throw new ArgumentOutOfRangeException(nameof(first), first, $"first is {first}; it must be at least 1.");
        List<CifarRecords> files = [];
        foreach (var name in names)
        {
            if (first is { } wanted && files.Sum(f => f.Count) >= wanted) break;
            files.Add(ReadFile(format, Path.Combine(folder, name)));
        }
        var count = files.Sum(f => f.Count);
        if (first > count)
        {
            throw new InvalidDataException($"'{folder}' holds {count} images of this part of {format.Name}; {first} were asked for.");
        }
        count = first ?? count;
        var labels = Enumerable.Range(0, format.Labels.Count).Select(i => Joined(files.Select(f => f.Labels[i]), count)).ToArray();
        return new CifarRecords(labels, Joined(files.Select(f => f.Pixels), count * CifarFormat.PixelBytes));
    }

    private static CifarRecords ReadFile(CifarFormat format, string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                $"There is no '{path}': it takes a folder with {format.Name}'s binary files, " +
                $"{string.Join(", ", format.Train)} and {format.Test}.",
                path);
        }
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length == 0 || bytes.Length % format.RecordBytes != 0)
        {
            throw new InvalidDataException(
                $"'{path}' is not a whole binary file of {format.Name}: it has {bytes.Length} bytes, " +
                $"not a multiple of {format.RecordBytes}.");
        }
        var count = bytes.Length / format.RecordBytes;
        var labels = format.Labels.Select(_ => new byte[count]).ToArray();
        var pixels = new byte[count * CifarFormat.PixelBytes];
        for (var image = 0; image < count; image++)
        {
            var record = bytes.AsSpan(image * format.RecordBytes, format.RecordBytes);
            for (var i = 0; i < labels.Length; i++)
            {
                labels[i][image] = record[i];
                var (name, classes) = format.Labels[i];
                if (record[i] >= classes)
                {
                    throw new InvalidDataException(
                        $"'{path}' is not a binary file of {format.Name}: the {name} of image {image} is " +
                        $"{record[i]}, and there are {classes} classes.");
                }
            }
            record[labels.Length..].CopyTo(pixels.AsSpan(image * CifarFormat.PixelBytes));
        }
        return new CifarRecords(labels, pixels);
    }

    private static byte[] Joined(IEnumerable<byte[]> parts, int length)
    {
        var all = new byte[length];
        var at = 0;
        foreach (var part in parts)
        {
            var taken = Math.Min(part.Length, length - at);
            Array.Copy(part, 0, all, at, taken);
            at += taken;
        }
        return all;
    }
}
