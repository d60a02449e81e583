using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Models;

/// <summary>
/// Images of CIFAR-10 (Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009) in memory: ten classes, 32x32 pixels in colour, read from the official binary files.
/// </summary>
public sealed class Cifar10 : IDisposable
{
    /// <summary>The number of classes.</summary>
    public const int Classes = 10;

    // Per channel, on the scale of 0 to 1: what the known pretrained networks were trained with.
    private static readonly float[] Mean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] Deviation = [0.229f, 0.224f, 0.225f];

    private Cifar10(Tensor images, Tensor labels)
    {
        Images = images.DetachFromDisposeScope();
        Labels = labels.DetachFromDisposeScope();
    }

    /// <summary>The images, uint8 <c>[N, 3, 32, 32]</c>: red, green, blue.</summary>
    public Tensor Images { get; }

    /// <summary>The classes, int64 <c>[N]</c>.</summary>
    public Tensor Labels { get; }

    /// <summary>The number of images.</summary>
    public int Count => (int)Labels.shape[0];

    /// <summary>Reads the training images: <c>data_batch_1.bin</c> to <c>data_batch_5.bin</c>, in order.</summary>
    /// <param name="folder">The folder with the official binary files.</param>
    /// <param name="first">How many images, from the first on; all if <see langword="null"/>. Files that are not needed are not read.</param>
    /// <exception cref="FileNotFoundException">A file that is needed is not there.</exception>
    /// <exception cref="InvalidDataException">A file is not CIFAR-10's, or there are fewer images than asked for.</exception>
    public static Cifar10 Train(string folder, int? first = null) => Read(folder, Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin"), first);

    /// <summary>Reads the test images: <c>test_batch.bin</c>.</summary>
    /// <inheritdoc cref="Train" path="/param"/>
    /// <inheritdoc cref="Train" path="/exception"/>
    public static Cifar10 Test(string folder, int? first = null) => Read(folder, ["test_batch.bin"], first);

    /// <summary>A copy of the images from one on.</summary>
    public Cifar10 Slice(int start, int count)
    {
        using var scope = NewDisposeScope();
        return new(Images.narrow(0, start, count).clone(), Labels.narrow(0, start, count).clone());
    }

    /// <summary>A copy on a device.</summary>
    public Cifar10 To(Device device)
    {
        using var scope = NewDisposeScope();
        return new(Images.to(device, copy: true), Labels.to(device, copy: true));
    }

    /// <summary>The images as networks want them, float32 <c>[N, 3, 32, 32]</c>, twelve bytes for a pixel; the caller disposes them.</summary>
    public Tensor Normalized() => Normalize(Images);

    /// <summary>From pixels, uint8 <c>[N, 3, H, W]</c>, to float32 with the mean taken away and divided by the standard deviation of each channel.</summary>
    public static Tensor Normalize(Tensor pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        using var scope = NewDisposeScope();
        var mean = tensor(Mean, device: pixels.device).view(1, 3, 1, 1);
        var deviation = tensor(Deviation, device: pixels.device).view(1, 3, 1, 1);
        return ((pixels.to(float32) / 255 - mean) / deviation).MoveToOuterDisposeScope();
    }

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
    }

    private static Cifar10 Read(string folder, IEnumerable<string> names, int? first)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (first < 1) throw new ArgumentOutOfRangeException(nameof(first), first, $"first is {first}; it must be at least 1.");
        List<Cifar10File> files = [];
        foreach (var name in names)
        {
            if (first is { } wanted && files.Sum(f => f.Count) >= wanted) break;
            files.Add(Cifar10File.Read(Path.Combine(folder, name)));
        }
        var count = files.Sum(f => f.Count);
        if (first > count) throw new InvalidDataException($"'{folder}' holds {count} images of this part of CIFAR-10; {first} were asked for.");
        count = first ?? count;
        using var scope = NewDisposeScope();
        var images = tensor(Joined(files.Select(f => f.Pixels), count * Cifar10File.PixelBytes)).view(count, 3, Cifar10File.Side, Cifar10File.Side);
        var labels = tensor(Joined(files.Select(f => f.Labels), count)).to(int64);
        return new Cifar10(images, labels);
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
