using SkiaSharp;

namespace HierKD.Models;

/// <summary>
/// Data sets that are made up, in the official formats of real ones: for tests and smoke runs where the real ones are not at hand. Each
/// class has a colour and stripes of its own under noise, so that a network can learn them; the same seed makes the same files.
/// </summary>
public static class GeneratedData
{
    private const int TrainingFiles = 5;

    /// <summary>Writes CIFAR-10's six binary files.</summary>
    /// <param name="folder">Where to; made if it is not there.</param>
    /// <param name="train">Training images, in five files of the same size; a multiple of 5.</param>
    /// <param name="test">Test images.</param>
    /// <param name="seed">Draws the noise.</param>
    public static void Cifar10(string folder, int train, int test, int seed = 1)
    {
        if (train % TrainingFiles != 0)
        {
            throw new ArgumentException($"train is {train}; it must be a multiple of {TrainingFiles}.", nameof(train));
        }
        var format = CifarFormat.Ten;
        var random = new Random(seed);
        Directory.CreateDirectory(folder);
        foreach (var name in format.Train)
        {
            WriteRecords(Path.Combine(folder, name), train / TrainingFiles, random, i => [(byte)(i % Models.Cifar10.Classes)]);
        }
        WriteRecords(Path.Combine(folder, format.Test), test, random, i => [(byte)(i % Models.Cifar10.Classes)]);
    }

    /// <summary>Writes CIFAR-100's two binary files; the coarse class is the fine one divided by five.</summary>
    /// <param name="folder">Where to; made if it is not there.</param>
    /// <param name="train">Training images.</param>
    /// <param name="test">Test images.</param>
    /// <param name="seed">Draws the noise.</param>
    public static void Cifar100(string folder, int train, int test, int seed = 1)
    {
        var random = new Random(seed);
        Directory.CreateDirectory(folder);
        WriteRecords(Path.Combine(folder, CifarFormat.Hundred.Train[0]), train, random, Labels);
        WriteRecords(Path.Combine(folder, CifarFormat.Hundred.Test), test, random, Labels);

        static byte[] Labels(int image)
        {
            var fine = image % Models.Cifar100.Classes;
            return [(byte)(fine / (Models.Cifar100.Classes / Models.Cifar100.CoarseClasses)), (byte)fine];
        }
    }

    /// <summary>Writes JPEG files in folders <c>train/CLASS</c> and <c>val/CLASS</c>; one of each class is grey.</summary>
    /// <param name="folder">Where to; made if it is not there.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="train">Training images of each class.</param>
    /// <param name="validation">Validation images of each class.</param>
    /// <param name="side">The shorter side of an image; the longer one is a quarter more.</param>
    /// <param name="seed">Draws the noise.</param>
    public static void ImageFolders(string folder, int classes, int train, int validation, int side, int seed = 1)
    {
        var random = new Random(seed);
        foreach (var (part, images) in new[] { ("train", train), ("val", validation) })
        {
            for (var i = 0; i < classes; i++)
            {
                var target = Directory.CreateDirectory(Path.Combine(folder, part, $"n{i:00000000}")).FullName;
                for (var image = 0; image < images; image++)
                {
                    WriteJpeg(Path.Combine(target, $"n{i:00000000}_{image}.JPEG"), i, image % 2 == 0
                        ? side
                        : side + side / 4, image % 2 == 0 ? side + side / 4 : side, image == 0, random);
                }
            }
        }
    }

    private static void WriteRecords(string path, int images, Random random, Func<int, byte[]> labels)
    {
        using var file = File.Create(path);
        var planes = new byte[CifarFormat.PixelBytes];
        for (var image = 0; image < images; image++)
        {
            var record = labels(image);
            for (var i = 0; i < planes.Length; i++)
            {
                planes[i] = Pixel(
                    record[^1], i / (CifarFormat.Side * CifarFormat.Side), i % CifarFormat.Side, i / CifarFormat.Side % CifarFormat.Side,
                    random);
            }
            file.Write(record);
            file.Write(planes);
        }
    }

    private static void WriteJpeg(string path, int label, int width, int height, bool grey, Random random)
    {
        using var bitmap = new SKBitmap(width, height, grey ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (red, green, blue) = (Pixel(label, 0, x, y, random), Pixel(label, 1, x, y, random), Pixel(label, 2, x, y, random));
                bitmap.SetPixel(x, y, grey ? new SKColor(red, red, red) : new SKColor(red, green, blue));
            }
        }
        using var file = File.Create(path);
        if (!bitmap.Encode(file, SKEncodedImageFormat.Jpeg, quality: 90)) throw new IOException($"'{path}' could not be encoded.");
    }

    /// <summary>The class sets a channel's brightness and the direction and width of stripes.</summary>
    private static byte Pixel(int label, int channel, int x, int y, Random random)
    {
        var tint = 60 * ((label >> channel) % 3);
        var stripe = 60 * Math.Sin((label % 7 + 1) * 0.15 * (label % 2 == 0 ? x : y) + channel);
        return (byte)Math.Clamp(tint + 60 + stripe + random.Next(-20, 21), 0, 255);
    }
}
