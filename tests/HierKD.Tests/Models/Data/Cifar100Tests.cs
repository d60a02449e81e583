using HierKD.Models;

namespace HierKD.Tests;

public sealed class Cifar100Tests : ScopedTest
{
    private const int RecordBytes = 3074;

    [Fact]
    public void A_record_is_the_coarse_and_the_fine_label_and_then_the_three_planes()
    {
        using var folder = new TemporaryFolder();
        var bytes = Write(folder, "test.bin", 4);
        using var images = Cifar100.Test(folder.Path);

        Assert.Equal([4, 3, 32, 32], images.Images.shape);
        Assert.Equal([0L, 1, 2, 3], images.CoarseLabels.data<long>().ToArray());
        Assert.Equal([0L, 25, 50, 75], images.Labels.data<long>().ToArray());
        foreach (var (image, channel, row, column) in new[] { (0, 0, 0, 0), (1, 1, 2, 3), (3, 2, 31, 31), (2, 0, 31, 0) })
        {
            Assert.Equal(
                bytes[image * RecordBytes + 2 + channel * 1024 + row * 32 + column],
                images.Images[image, channel, row, column].item<byte>());
        }
    }

    [Fact]
    public void The_first_images_and_a_slice_keep_both_labels()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "train.bin", 6);
        using var first = Cifar100.Train(folder.Path, first: 5);
        using var slice = first.Slice(2, 3);
        using var moved = slice.To(CPU);

        Assert.Equal(5, first.Count);
        Assert.Equal([50L, 75, 0], moved.Labels.data<long>().ToArray());
        Assert.Equal([2L, 3, 4], moved.CoarseLabels.data<long>().ToArray());
    }

    [Theory]
    [InlineData(0, 20, "the coarse label of image 1 is 20, and there are 20 classes")]
    [InlineData(1, 100, "the fine label of image 1 is 100, and there are 100 classes")]
    public void A_label_out_of_range_is_refused(int label, byte value, string reason)
    {
        using var folder = new TemporaryFolder();
        var bytes = Write(folder, "test.bin", 2);
        bytes[RecordBytes + label] = value;
        File.WriteAllBytes(folder.File("test.bin"), bytes);
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Cifar100.Test(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CIFAR10s_files_and_missing_ones_are_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("test.bin"), new byte[3073]);
        Assert.Contains(
            "3073 bytes, not a multiple of 3074", Assert.Throws<InvalidDataException>(() => Cifar100.Test(folder.Path)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "train.bin", Assert.Throws<FileNotFoundException>(() => Cifar100.Train(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_batches_are_augmented_and_an_epoch_is_the_same_whenever_asked_for()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "train.bin", 7);
        using var images = Cifar100.Train(folder.Path);
        var batches = images.Augmented(batchSize: 3, seed: 2);

        var counted = new[] { Bits(batches), Bits(batches), Bits(batches) };
        var third = batches.Epoch(2);
        Assert.Equal(counted[2], Bits(third));
        Assert.Equal(counted[2], Bits(third));
        Assert.Equal(counted[0], Bits(images.Augmented(3, seed: 2).Epoch(0)));
        Assert.NotEqual(counted[0], counted[1]);
        Assert.Throws<ArgumentOutOfRangeException>("number", () => batches.Epoch(-1));
    }

    private static byte[] Bits(IEnumerable<PruningBatch> batches) =>
        batches.SelectMany(b => TensorAssert.Bits(b.Input).Concat(TensorAssert.Bits(b.Target))).ToArray();

    /// <summary>Image i is of coarse class i and fine class 25 i modulo 100; the pixels are noise.</summary>
    private static byte[] Write(TemporaryFolder folder, string name, int images)
    {
        var bytes = new byte[images * RecordBytes];
        new Random(3).NextBytes(bytes);
        for (var i = 0; i < images; i++) (bytes[i * RecordBytes], bytes[i * RecordBytes + 1]) = ((byte)i, (byte)(25 * i % 100));
        File.WriteAllBytes(folder.File(name), bytes);
        return bytes;
    }
}
