using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Models;

/// <summary>Images of CIFAR-100 in memory: a hundred classes in twenty kinds. <see cref="CifarImages.Labels"/> are the fine ones.</summary>
public sealed class Cifar100 : CifarImages
{
    /// <summary>The number of fine classes.</summary>
    public const int Classes = 100;

    /// <summary>The number of coarse classes.</summary>
    public const int CoarseClasses = 20;

    private Cifar100(Tensor images, Tensor labels, Tensor coarseLabels)
        : base(images, labels) => CoarseLabels = coarseLabels.DetachFromDisposeScope();

    /// <summary>The coarse classes, int64 <c>[N]</c>, in [0, 20).</summary>
    public Tensor CoarseLabels { get; }

    /// <summary>Reads the training images: <c>train.bin</c>.</summary>
    /// <param name="folder">The folder with the official binary files.</param>
    /// <param name="first">How many images, from the first on; all if <see langword="null"/>.</param>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    /// <exception cref="InvalidDataException">The file is not CIFAR-100's, or there are fewer images than asked for.</exception>
    public static Cifar100 Train(string folder, int? first = null) => Read(folder, CifarFormat.Hundred.Train, first);

    /// <summary>Reads the test images: <c>test.bin</c>.</summary>
    /// <inheritdoc cref="Train" path="/param"/>
    /// <inheritdoc cref="Train" path="/exception"/>
    public static Cifar100 Test(string folder, int? first = null) => Read(folder, [CifarFormat.Hundred.Test], first);

    /// <inheritdoc/>
    public override Cifar100 Slice(int start, int count)
    {
        using var scope = NewDisposeScope();
        return new(Part(Images, start, count), Part(Labels, start, count), Part(CoarseLabels, start, count));
    }

    /// <inheritdoc/>
    public override Cifar100 To(Device device)
    {
        using var scope = NewDisposeScope();
        return new(Images.to(device, copy: true), Labels.to(device, copy: true), CoarseLabels.to(device, copy: true));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        CoarseLabels.Dispose();
    }

    private static Cifar100 Read(string folder, IEnumerable<string> names, int? first)
    {
        var records = CifarRecords.Read(CifarFormat.Hundred, folder, names, first);
        using var scope = NewDisposeScope();
        return new Cifar100(PixelsOf(records), LabelsOf(records, 1), LabelsOf(records, 0));
    }
}
