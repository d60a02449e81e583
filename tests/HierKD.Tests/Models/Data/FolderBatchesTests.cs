using HierKD.Models;
using SkiaSharp;

namespace HierKD.Tests;

/// <summary>Batches decoded from image files.</summary>
public sealed class FolderBatchesTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_pixels_of_a_png_are_its_own()
    {
        ImageFile.Png(_folder.File("a/1.png"), 5, 5, (x, y) => ((byte)(10 * x), (byte)(20 * y), 200));
        var pixels = Pixels(ImageView.Centre(side: 5, shorterSide: 5));
        for (var y = 0; y < 5; y++)
        {
            for (var x = 0; x < 5; x++)
            {
                Assert.Equal([10L * x, 20 * y, 200], Enumerable.Range(0, 3).Select(c => pixels[0, c, y, x].item<long>()));
            }
        }
    }

    /// <summary>Half the size: each pixel is a mean with weights 1, 3, 3, 1, at the border without what lies outside.</summary>
    [Fact]
    public void Shrinking_counts_every_pixel()
    {
        byte[] row = [0, 40, 80, 200, 16, 96];
        ImageFile.Grey(_folder.File("a/1.png"), 6, 6, SKEncodedImageFormat.Png, (x, _) => row[x]);
        var pixels = Pixels(ImageView.Centre(side: 3, shorterSide: 3));
        var expected = new[] { (3 * 0 + 3 * 40 + 80) / 7.0, (40 + 3 * 80 + 3 * 200 + 16) / 8.0, (200 + 3 * 16 + 3 * 96) / 7.0 };
        for (var x = 0; x < 3; x++)
        {
            Assert.All(Enumerable.Range(0, 3), y => Assert.Equal((long)Math.Round(expected[x]), pixels[0, 0, y, x].item<long>()));
        }
    }

    [Theory]
    [InlineData(20, 8, 6, 0)]
    [InlineData(8, 20, 0, 6)]
    public void The_square_of_a_long_image_is_its_middle(int width, int height, int left, int top)
    {
        ImageFile.Png(_folder.File("a/1.png"), width, height, (x, y) => ((byte)(x * 12), (byte)(y * 12), 0));
        var pixels = Pixels(ImageView.Centre(side: 8, shorterSide: 8));
        Assert.Equal((left * 12L, top * 12L), (pixels[0, 0, 0, 0].item<long>(), pixels[0, 1, 0, 0].item<long>()));
        Assert.Equal(((left + 7) * 12L, (top + 7) * 12L), (pixels[0, 0, 7, 7].item<long>(), pixels[0, 1, 7, 7].item<long>()));
    }

    [Theory]
    [InlineData("1.jpeg", SKEncodedImageFormat.Jpeg)]
    [InlineData("1.png", SKEncodedImageFormat.Png)]
    public void A_grey_image_has_three_equal_channels(string name, SKEncodedImageFormat format)
    {
        ImageFile.Grey(_folder.File("a/" + name), 16, 16, format, (x, y) => (byte)(8 * x + 4 * y));
        var pixels = Pixels(ImageView.Centre(side: 16, shorterSide: 16));
        Assert.True(pixels.eq(pixels.narrow(1, 0, 1)).all().ToBoolean());
        Assert.InRange(pixels[0, 0, 15, 15].item<long>(), 180 - 6, 180 + 6);
    }

    [Fact]
    public void Order_and_views_depend_on_seed_and_epoch_alone_however_many_threads_decode()
    {
        Colours(11);
        var one = Batches(seed: 5, ahead: 1);
        var many = Batches(seed: 5, ahead: 4);
        var epochs = new[] { Bits(one), Bits(one), Bits(one) };

        Assert.Equal(3, epochs.DistinctBy(Convert.ToHexString).Count());
        Assert.Equal(epochs[2], Bits(many.Epoch(2)));
        Assert.Equal(epochs[0], Bits(many));
        Assert.NotEqual(epochs[0], Bits(Batches(seed: 6, ahead: 4).Epoch(0)));
        Assert.Equal([4L, 4, 3], many.Select(b => b.Target.shape[0]));
        Assert.Equal(3, many.Count);
        Assert.Throws<ArgumentOutOfRangeException>("number", () => one.Epoch(-1));

        FolderBatches Batches(int seed, int ahead) =>
            new(ImageFolder.Open(_folder.Path), ImageView.Random(8), batchSize: 4, seed, ahead: ahead);
    }

    [Fact]
    public void An_epoch_has_each_image_once_with_its_own_label()
    {
        Colours(11);
        List<long> labels = [];
        foreach (var (x, y) in new FolderBatches(ImageFolder.Open(_folder.Path), ImageView.Random(8), batchSize: 4, seed: 3))
        {
            using var scope = NewDisposeScope();
            // The red channel of image i is 20 i everywhere, and its class is i.
            var red = ((x.mean([2, 3]).select(1, 0) * 0.229 + 0.485) * 255 / 20).round().to(int64);
            Assert.Equal(y.data<long>().ToArray(), red.data<long>().ToArray());
            labels.AddRange(y.data<long>().ToArray());
        }
        Assert.Equal(Enumerable.Range(0, 11).Select(i => (long)i), labels.Order());
        Assert.NotEqual(labels.Order(), labels);
    }

    [Fact]
    public void Views_are_cut_out_and_mirrored()
    {
        ImageFile.Png(_folder.File("a/1.png"), 32, 32, (x, y) => ((byte)(8 * x), (byte)(8 * y), 0));
        var batches = new FolderBatches(ImageFolder.Open(_folder.Path), ImageView.Random(8), batchSize: 1, seed: 1);
        HashSet<bool> mirrored = [];
        HashSet<long> corners = [];
        for (var epoch = 0; epoch < 16; epoch++)
        {
            using var scope = NewDisposeScope();
            var red = Unscaled(batches.Epoch(epoch).Select(b => b.Input.clone()).Single())[0, 0];
            mirrored.Add(red[0, 0].item<long>() > red[0, 7].item<long>());
            corners.Add(red[0, 0].item<long>());
        }
        Assert.Equal(2, mirrored.Count);
        Assert.True(corners.Count > 8, $"{corners.Count} corners");
    }

    [Fact]
    public void Without_a_seed_the_images_come_in_order()
    {
        Colours(5);
        var batches = new FolderBatches(ImageFolder.Open(_folder.Path), ImageView.Centre(8, 8), batchSize: 2);
        Assert.Equal([0L, 1, 2, 3, 4], batches.SelectMany(b => b.Target.data<long>().ToArray()));
        Assert.Equal(Bits(batches), Bits(batches));
    }

    [Theory]
    [InlineData("half", "it ends too early")]
    [InlineData("text", "it is in no format that is read here")]
    [InlineData("empty", "is not a whole PNG or JPEG image")]
    public void A_damaged_file_is_named_with_the_reason(string damage, string reason)
    {
        Colours(6);
        var path = _folder.File("03/image.JPEG");
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(
            path, damage == "half" ? bytes[..(bytes.Length * 2 / 3)] : damage == "text" ? "this is no image at all"u8.ToArray() : []);
        var batches = new FolderBatches(ImageFolder.Open(_folder.Path), ImageView.Centre(8, 8), batchSize: 1, ahead: 2);

        var seen = 0;
        var failure = Assert.Throws<InvalidDataException>(() => { foreach (var _ in batches) seen++; });
        Assert.Equal(3, seen);
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_is_gone_when_the_next_one_is_asked_for_and_stopping_early_is_allowed()
    {
        Colours(6);
        var batches = new FolderBatches(ImageFolder.Open(_folder.Path), ImageView.Centre(8, 8), batchSize: 1, ahead: 2);
        Tensor last;
        using (var reader = batches.GetEnumerator())
        {
            Assert.True(reader.MoveNext());
            var (x, y) = reader.Current;
            Assert.True(reader.MoveNext());
            Assert.True(x.IsInvalid && y.IsInvalid);
            last = reader.Current.Input;
        }
        Assert.True(last.IsInvalid);
    }

    [Fact]
    public void Arguments_that_make_no_sense_are_refused()
    {
        Colours(1);
        var images = ImageFolder.Open(_folder.Path);
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => new FolderBatches(images, ImageView.Random(8), 0));
        Assert.Throws<ArgumentOutOfRangeException>("ahead", () => new FolderBatches(images, ImageView.Random(8), 1, ahead: 0));
        Assert.Throws<ArgumentNullException>("view", () => new FolderBatches(images, null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>("side", () => ImageView.Random(0));
        Assert.Throws<ArgumentOutOfRangeException>("shorterSide", () => ImageView.Centre(side: 8, shorterSide: 7));
    }

    /// <summary>An image for each class, all of one colour, whose red is 20 times the class.</summary>
    private void Colours(int classes)
    {
        for (var i = 0; i < classes; i++)
        {
            var red = (byte)(20 * i);
            ImageFile.Jpeg(_folder.File($"{i:00}/image.JPEG"), 20 + i, 16, (x, y) => (red, (byte)(100 + x), (byte)(100 + y)));
        }
    }

    /// <summary>The only image as it was before it was normalised.</summary>
    private Tensor Pixels(ImageView view) =>
        Unscaled(new FolderBatches(ImageFolder.Open(_folder.Path), view, batchSize: 1).Select(b => b.Input.clone()).Single());

    private static Tensor Unscaled(Tensor x) =>
        ((x * tensor(new[] { 0.229f, 0.224f, 0.225f }).view(1, 3, 1, 1) + tensor(new[] { 0.485f, 0.456f, 0.406f }).view(1, 3, 1, 1)) * 255)
            .round()
            .to(int64);

    private static byte[] Bits(IEnumerable<PruningBatch> batches) =>
        batches.SelectMany(b => TensorAssert.Bits(b.Input).Concat(TensorAssert.Bits(b.Target))).ToArray();

    public void Dispose()
    {
        _folder.Dispose();
        _scope.Dispose();
    }
}
