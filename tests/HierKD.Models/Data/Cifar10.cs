using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Models;

/// <summary>Images of CIFAR-10 in memory: ten classes.</summary>
public sealed class Cifar10 : CifarImages
{
    /// <summary>The number of classes.</summary>
    public const int Classes = 10;

    private Cifar10(Tensor images, Tensor labels)
        : base(images, labels)
    {
    }

    /// <summary>Reads the training images: <c>data_batch_1.bin</c> to <c>data_batch_5.bin</c>, in order.</summary>
    /// <param name="folder">The folder with the official binary files.</param>
    /// <param name="first">How many images, from the first on; all if <see langword="null"/>. Files that are not needed are not
    /// read.</param>
    /// <exception cref="FileNotFoundException">A file that is needed is not there.</exception>
    /// <exception cref="InvalidDataException">A file is not CIFAR-10's, or there are fewer images than asked for.</exception>
    public static Cifar10 Train(string folder, int? first = null) => Read(folder, CifarFormat.Ten.Train, first);

    /// <summary>Reads the test images: <c>test_batch.bin</c>.</summary>
    /// <inheritdoc cref="Train" path="/param"/>
    /// <inheritdoc cref="Train" path="/exception"/>
    public static Cifar10 Test(string folder, int? first = null) => Read(folder, [CifarFormat.Ten.Test], first);

    /// <inheritdoc/>
    public override Cifar10 Slice(int start, int count)
    {
        using var scope = NewDisposeScope();
        return new(Part(Images, start, count), Part(Labels, start, count));
    }

    /// <inheritdoc/>
    public override Cifar10 To(Device device)
    {
        using var scope = NewDisposeScope();
        return new(Images.to(device, copy: true), Labels.to(device, copy: true));
    }

    private static Cifar10 Read(string folder, IEnumerable<string> names, int? first)
    {
        var records = CifarRecords.Read(CifarFormat.Ten, folder, names, first);
        using var scope = NewDisposeScope();
        return new Cifar10(PixelsOf(records), LabelsOf(records, 0));
    }
}
