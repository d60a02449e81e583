namespace HierKD.Models;

/// <summary>One of CIFAR-10's official binary files: records of 3073 bytes, the label and then the red, the green and the blue plane, each 32x32 in row order.</summary>
internal sealed record Cifar10File(byte[] Labels, byte[] Pixels)
{
    /// <summary>The height and width of an image.</summary>
    public const int Side = 32;

    /// <summary>The bytes of an image.</summary>
    public const int PixelBytes = 3 * Side * Side;

    private const int RecordBytes = 1 + PixelBytes;

    public int Count => Labels.Length;

    public static Cifar10File Read(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no '{path}': it takes a folder with CIFAR-10's binary files, data_batch_1.bin to data_batch_5.bin and test_batch.bin.", path);
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length == 0 || bytes.Length % RecordBytes != 0)
        {
            throw new InvalidDataException($"'{path}' is not a whole binary file of CIFAR-10: it has {bytes.Length} bytes, not a multiple of {RecordBytes}.");
        }
        var count = bytes.Length / RecordBytes;
        var (labels, pixels) = (new byte[count], new byte[count * PixelBytes]);
        for (var i = 0; i < count; i++)
        {
            labels[i] = bytes[i * RecordBytes];
            if (labels[i] >= Cifar10.Classes) throw new InvalidDataException($"'{path}' is not a binary file of CIFAR-10: the label of image {i} is {labels[i]}, and there are {Cifar10.Classes} classes.");
            Array.Copy(bytes, i * RecordBytes + 1, pixels, i * PixelBytes, PixelBytes);
        }
        return new Cifar10File(labels, pixels);
    }
}
