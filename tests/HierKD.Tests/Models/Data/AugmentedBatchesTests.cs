using HierKD.Models;

namespace HierKD.Tests;

/// <summary>Every image of a batch is found among the 162 views of its original: nine by nine places, mirrored or not.</summary>
public sealed class AugmentedBatchesTests : ScopedTest
{
    private readonly CifarFolder _folder = new();

    [Fact]
    public void Every_image_is_a_view_of_its_original_and_every_place_occurs()
    {
        using var data = Data(12);
        var batches = new AugmentedBatches(data, batchSize: 5, seed: 1);
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
        var batches = new AugmentedBatches(data, batchSize: 5, seed: 1);
        Assert.Equal(3, batches.Count);
        Assert.Equal([5L, 5, 2], batches.Select(b => b.x.shape[0]));
        Assert.Equal([5L, 5, 2], batches.Select(b => b.y.shape[0]));
        Assert.All(batches.Select(b => (b.x.dtype, b.y.dtype)), t => Assert.Equal((float32, int64), t));
    }

    [Fact]
    public void Epochs_differ_and_a_seed_repeats_them()
    {
        using var data = Data(12);
        var (one, same, other) = (new AugmentedBatches(data, 5, seed: 1), new AugmentedBatches(data, 5, seed: 1), new AugmentedBatches(data, 5, seed: 2));
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
        _ = Bits(new AugmentedBatches(data, 2, seed: 1));
        Assert.Equal(expected, rand(1).item<float>());
    }

    [Fact]
    public void A_batch_is_gone_when_the_next_one_is_asked_for()
    {
        using var data = Data(4);
        using var batches = new AugmentedBatches(data, 2, seed: 1).GetEnumerator();
        Assert.True(batches.MoveNext());
        var (x, y) = batches.Current;
        Assert.True(batches.MoveNext());
        Assert.True(x.IsInvalid && y.IsInvalid);
    }

    [Fact]
    public void A_batch_of_nothing_is_refused()
    {
        using var data = Data(2);
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => new AugmentedBatches(data, 0, seed: 1));
        Assert.Throws<ArgumentNullException>("data", () => new AugmentedBatches(null!, 1, seed: 1));
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

    private static byte[] Bits(AugmentedBatches batches) => batches.SelectMany(b => TensorAssert.Bits(b.x).Concat(TensorAssert.Bits(b.y))).ToArray();

    private Cifar10 Data(int images)
    {
        using var folder = _folder;
        folder.Write("test_batch.bin", images);
        return Cifar10.Test(folder.Path);
    }
}
