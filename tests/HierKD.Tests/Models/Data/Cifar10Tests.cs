using HierKD.Models;

namespace HierKD.Tests;

public sealed class Cifar10Tests : ScopedTest
{
    [Fact]
    public void A_record_is_the_label_and_then_the_three_planes()
    {
        using var folder = new CifarFolder();
        var bytes = folder.Write("test_batch.bin", 4);
        using var images = Cifar10.Test(folder.Path);

        Assert.Equal(4, images.Count);
        Assert.Equal((ScalarType.Byte, int64), (images.Images.dtype, images.Labels.dtype));
        Assert.Equal([4, 3, 32, 32], images.Images.shape);
        Assert.Equal([0L, 1, 2, 3], images.Labels.data<long>().ToArray());
        foreach (var (image, channel, row, column) in new[] { (0, 0, 0, 0), (0, 0, 0, 1), (1, 1, 2, 3), (3, 2, 31, 31), (2, 0, 31, 0) })
        {
            Assert.Equal(
                bytes[image * 3073 + 1 + channel * 1024 + row * 32 + column], images.Images[image, channel, row, column].item<byte>());
        }
    }

    [Fact]
    public void The_training_set_is_the_five_files_in_order()
    {
        using var folder = new CifarFolder();
        var files = Enumerable.Range(1, 5).Select(i => folder.Write($"data_batch_{i}.bin", i + 1)).ToArray();
        using var images = Cifar10.Train(folder.Path);

        Assert.Equal(2 + 3 + 4 + 5 + 6, images.Count);
        Assert.Equal(files.SelectMany(f => f.Chunk(3073).SelectMany(r => r[1..])), TensorAssert.Bits(images.Images));
        Assert.Equal([0L, 1, 0, 1, 2, 0, 1, 2, 3, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 5], images.Labels.data<long>().ToArray());
    }

    [Fact]
    public void The_first_images_need_no_more_files_than_hold_them()
    {
        using var folder = new CifarFolder();
        var (one, two) = (folder.Write("data_batch_1.bin", 3), folder.Write("data_batch_2.bin", 3));
        using var images = Cifar10.Train(folder.Path, first: 5);

        Assert.Equal(5, images.Count);
        Assert.Equal(
            [.. one.Chunk(3073).SelectMany(r => r[1..]), .. two.Chunk(3073).Take(2).SelectMany(r => r[1..])],
            TensorAssert.Bits(images.Images));
        Assert.Equal([0L, 1, 2, 0, 1], images.Labels.data<long>().ToArray());
    }

    [Fact]
    public void A_slice_is_a_part_of_its_own()
    {
        using var folder = new CifarFolder();
        var bytes = folder.Write("test_batch.bin", 6);
        Cifar10 slice;
        using (var all = Cifar10.Test(folder.Path)) slice = all.Slice(2, 3);
        using var owned = slice;
        Assert.Equal(bytes.Chunk(3073).Skip(2).Take(3).SelectMany(r => r[1..]), TensorAssert.Bits(slice.Images));
        Assert.Equal([2L, 3, 4], slice.Labels.data<long>().ToArray());
    }

    [Fact]
    public void Normalised_pixels_have_mean_and_deviation_of_their_channel_taken_off()
    {
        using var folder = new CifarFolder();
        var bytes = folder.Write("test_batch.bin", 2);
        using var images = Cifar10.Test(folder.Path);
        var x = images.Normalized();
        Assert.Equal([2, 3, 32, 32], x.shape);
        Assert.Equal(float32, x.dtype);
        double[] mean = [0.485, 0.456, 0.406], deviation = [0.229, 0.224, 0.225];
        var expected = bytes.Chunk(3073)
            .SelectMany(r => r[1..].Select((pixel, i) => (pixel / 255.0 - mean[i / 1024]) / deviation[i / 1024]))
            .ToArray();
        TensorAssert.Close(expected, x, 1e-5);
    }

    [Theory]
    [InlineData(3072)]
    [InlineData(3074)]
    [InlineData(0)]
    public void A_file_of_another_length_is_refused(int length)
    {
        using var folder = new CifarFolder();
        var path = Path.Combine(folder.Path, "test_batch.bin");
        File.WriteAllBytes(path, new byte[length]);
        var failure = Assert.Throws<InvalidDataException>(() => Cifar10.Test(folder.Path));
        Assert.Contains(
            $"'{path}' is not a whole binary file of CIFAR-10: it has {length} bytes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_above_nine_is_refused()
    {
        using var folder = new CifarFolder();
        var bytes = folder.Write("test_batch.bin", 4);
        bytes[2 * 3073] = 10;
        File.WriteAllBytes(Path.Combine(folder.Path, "test_batch.bin"), bytes);
        Assert.Contains(
            "the label of image 2 is 10", Assert.Throws<InvalidDataException>(() => Cifar10.Test(folder.Path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        using var folder = new CifarFolder();
        folder.Write("data_batch_1.bin", 3);
        Assert.Contains(
            "data_batch_2.bin", Assert.Throws<FileNotFoundException>(() => Cifar10.Train(folder.Path)).Message, StringComparison.Ordinal);
        folder.Write("test_batch.bin", 3);
        Assert.Contains(
            "holds 3 images of this part of CIFAR-10; 4 were asked for",
            Assert.Throws<InvalidDataException>(() => Cifar10.Test(folder.Path, first: 4)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("first", () => Cifar10.Test(folder.Path, first: 0));
    }
}
