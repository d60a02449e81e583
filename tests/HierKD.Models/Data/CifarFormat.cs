namespace HierKD.Models;

/// <summary>
/// The official binary files of a CIFAR set: records of label bytes followed by the red, the green and the blue plane of an image, each
/// 32x32 in row order.
/// </summary>
/// <param name="Name">The set's name.</param>
/// <param name="Labels">What each label byte of a record is, and how many classes it tells apart; the last one is what networks
/// learn.</param>
/// <param name="Train">The training files, in order.</param>
/// <param name="Test">The test file.</param>
internal sealed record CifarFormat(string Name, IReadOnlyList<(string Name, int Classes)> Labels, IReadOnlyList<string> Train, string Test)
{
    /// <summary>The height and width of an image.</summary>
    public const int Side = 32;

    /// <summary>The bytes of an image.</summary>
    public const int PixelBytes = 3 * Side * Side;

    /// <summary>CIFAR-10: one label of ten classes; the training set in five files.</summary>
    public static CifarFormat Ten { get; } =
        new("CIFAR-10", [("label", Cifar10.Classes)], [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")], "test_batch.bin");

    /// <summary>CIFAR-100: a coarse label of 20 classes and a fine one of 100.</summary>
    public static CifarFormat Hundred { get; } =
        new("CIFAR-100", [("coarse label", Cifar100.CoarseClasses), ("fine label", Cifar100.Classes)], ["train.bin"], "test.bin");

    /// <summary>The bytes of a record.</summary>
    public int RecordBytes => Labels.Count + PixelBytes;
}
