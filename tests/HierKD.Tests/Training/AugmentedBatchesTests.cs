using HierKD.Models;
using HierKD.Tests.Run;

namespace HierKD.Tests;

/// <summary>Every image of a batch is found among the 162 views of its original: nine by nine places, mirrored or not.</summary>
public sealed class AugmentedBatchesTests : ScopedTest
{
    private readonly CifarFolder _folder = new();

    [Fact]
    public void Every_image_is_a_view_of_its_original_and_every_place_occurs()
    {
        using var data = Data(12);
        var batches = data.Augmented(batchSize: 5, seed: 1);
        HashSet<int> tops = [], lefts = [], mirrored = [];
        for (var epoch = 0; epoch < 8; epoch++)
        {
            List<long> seen = [];
            foreach (var (x, y) in batches)
            {
                using var scope = NewDisposeScope();
                for (var i = 0; i < y.shape[0]; i++)
                {
                    var (index, top, left, mirror) = Find(data, x[i], y[i].item<long>());
                    seen.Add(index);
                    tops.Add(top);
                    lefts.Add(left);
                    mirrored.Add(mirror);
                }
            }
            Assert.Equal(Enumerable.Range(0, 12).Select(i => (long)i), seen.Order());
        }
        Assert.Equal((9, 9, 2), (tops.Count, lefts.Count, mirrored.Count));
    }

    [Fact]
    public void A_batch_has_the_size_asked_for_and_the_last_one_the_rest()
    {
        using var data = Data(12);
        var batches = data.Augmented(batchSize: 5, seed: 1);
        Assert.Equal(3, batches.Count);
        Assert.Equal([5L, 5, 2], batches.Select(b => b.Input.shape[0]));
        Assert.Equal([5L, 5, 2], batches.Select(b => b.Target.shape[0]));
        Assert.All(batches.Select(b => (b.Input.dtype, b.Target.dtype)), t => Assert.Equal((float32, int64), t));
    }

    [Fact]
    public void Epochs_differ_and_a_seed_repeats_them()
    {
        using var data = Data(12);
        var (one, same, other) = (data.Augmented(5, seed: 1), data.Augmented(5, seed: 1), data.Augmented(5, seed: 2));
        var (first, second) = (Bits(one), Bits(one));
        Assert.NotEqual(first, second);
        Assert.Equal(first, Bits(same));
        Assert.Equal(second, Bits(same));
        Assert.NotEqual(first, Bits(other));
    }

    [Fact]
    public void Torchs_generator_is_left_alone()
    {
        using var data = Data(4);
        manual_seed(3);
        var expected = rand(1).item<float>();
        manual_seed(3);
        _ = Bits(data.Augmented(2, seed: 1));
        Assert.Equal(expected, rand(1).item<float>());
    }

    [Fact]
    public void A_batch_is_gone_when_the_next_one_is_asked_for()
    {
        using var data = Data(4);
        using var batches = data.Augmented(2, seed: 1).GetEnumerator();
        Assert.True(batches.MoveNext());
        var (x, y) = batches.Current;
        Assert.True(batches.MoveNext());
        Assert.True(x.IsInvalid && y.IsInvalid);
    }

    [Fact]
    public void A_batch_of_nothing_is_refused()
    {
        var (images, targets) = (zeros(2, 3, 4, 4), zeros(2, dtype: int64));
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => new AugmentedBatches(images, targets, 0));
        Assert.Throws<ArgumentNullException>("images", () => new AugmentedBatches(null!, targets));
        Assert.Throws<ArgumentNullException>("targets", () => new AugmentedBatches(images, null!));
        Assert.Contains(
            "[2, 48]", Assert.Throws<ArgumentException>("images", () => new AugmentedBatches(images.view(2, 48), targets)).Message);
        Assert.Contains(
            "There are 2 images and targets of the shape [3]",
            Assert.Throws<ArgumentException>("targets", () => new AugmentedBatches(images, zeros(3))).Message);
        Assert.Throws<ArgumentOutOfRangeException>("number", () => new AugmentedBatches(images, targets).Epoch(-1));
    }

    [Fact]
    public void Without_a_frame_and_mirroring_the_images_come_as_they_are()
    {
        var images = rand(6, 2, 5, 7);
        var batches = new AugmentedBatches(images, arange(6), batchSize: 4, seed: 3, new ImageAugmentation { Padding = 0, Mirror = false });
        foreach (var (x, y) in batches) Assert.Equal(TensorAssert.Bits(images.index_select(0, y)), TensorAssert.Bits(x));
    }

    [Fact]
    public void A_view_has_the_dtype_of_its_image_which_stays_as_it_was()
    {
        var images = rand(3, 1, 4, 6, dtype: float64);
        var before = TensorAssert.Bits(images);
        var views = new ImageAugmentation { Padding = 2 }.Apply(images, new Random(1));
        Assert.Equal((float64, "3,1,4,6"), (views.dtype, string.Join(",", views.shape)));
        Assert.Equal(before, TensorAssert.Bits(images));
        Assert.Throws<ArgumentOutOfRangeException>("Padding", () => new ImageAugmentation { Padding = -1 });
        Assert.Throws<ArgumentException>("images", () => new ImageAugmentation().Apply(zeros(3, 4), new Random(1)));
    }

    [Fact]
    public void An_epoch_leaves_no_tensor_behind()
    {
        using var data = Data(12);
        LiveTensors.AssertNoneLeft(() => _ = Bits(data.Augmented(5, seed: 1)));
    }

    private static (long Index, int Top, int Left, int Mirror) Find(Cifar10 data, Tensor view, long label)
    {
        var wanted = TensorAssert.Bits(view);
        for (var index = 0; index < data.Count; index++)
        {
            if (data.Labels[index].item<long>() != label) continue;
            // A frame of black pixels, written another way than the code under test does.
            var framed = zeros(3, 40, 40, dtype: ScalarType.Byte);
            framed.narrow(1, 4, 32).narrow(2, 4, 32).copy_(data.Images[index]);
            var whole = PixelNormalization.Apply(framed.unsqueeze(0))[0];
            for (var place = 0; place < 162; place++)
            {
                var (top, left, mirror) = (place / 18, place / 2 % 9, place % 2);
                var crop = whole.narrow(1, top, 32).narrow(2, left, 32);
                if (TensorAssert.Bits(mirror == 1 ? crop.flip(2) : crop).AsSpan().SequenceEqual(wanted)) return (index, top, left, mirror);
            }
        }
        throw new Xunit.Sdk.XunitException($"an image of class {label} is no view of an original");
    }

    private static byte[] Bits(AugmentedBatches batches) =>
        batches.SelectMany(b => TensorAssert.Bits(b.Input).Concat(TensorAssert.Bits(b.Target))).ToArray();

    private Cifar10 Data(int images)
    {
        using var folder = _folder;
        folder.Write("test_batch.bin", images);
        return Cifar10.Test(folder.Path);
    }
}
