using System.Collections;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Models;

/// <summary>
/// Training batches of a CIFAR set, each epoch in another order and with other views of the images: cut out at random after four black pixels were put around them, and mirrored half of the time.
/// Each enumeration is the next epoch; with the same seed the epochs are the same. A batch is disposed when the next one is asked for.
/// </summary>
public sealed class AugmentedBatches : IEpochBatches, IReadOnlyCollection<(Tensor x, Tensor y)>
{
    private const int Padding = 4;

    private readonly CifarImages _data;
    private readonly int _batchSize;
    private readonly int _seed;
    private int _epoch;

    /// <summary>Batches of <paramref name="data"/>, on its device.</summary>
    /// <param name="data">The images; not disposed, must outlive the batches.</param>
    /// <param name="batchSize">Images in a batch. The last batch may be smaller.</param>
    /// <param name="seed">Draws order and views.</param>
    public AugmentedBatches(CifarImages data, int batchSize, int seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (batchSize < 1) throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, $"batchSize is {batchSize}; it must be at least 1.");
        _data = data;
        _batchSize = batchSize;
        _seed = seed;
    }

    /// <summary>The number of batches in an epoch.</summary>
    public int Count => (_data.Count + _batchSize - 1) / _batchSize;

    /// <inheritdoc/>
    public IEnumerable<(Tensor x, Tensor y)> Epoch(int number) => Read(EpochSeed.Require(number));

    /// <inheritdoc/>
    public IEnumerator<(Tensor x, Tensor y)> GetEnumerator() => Epoch(_epoch++).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerable<(Tensor x, Tensor y)> Read(int epoch)
    {
        var random = EpochSeed.Of(_seed, epoch);
        var order = Enumerable.Range(0, _data.Count).Select(i => (long)i).ToArray();
        random.Shuffle(order);
        foreach (var indices in order.Chunk(_batchSize))
        {
            var (x, y) = Take(indices, random);
            try
            {
                yield return (x, y);
            }
            finally
            {
                x.Dispose();
                y.Dispose();
            }
        }
    }

    private (Tensor x, Tensor y) Take(long[] indices, Random random)
    {
        using var scope = NewDisposeScope();
        var index = tensor(indices, device: _data.Images.device);
        var x = PixelNormalization.Apply(View(_data.Images.index_select(0, index), random));
        return (x.DetachFromDisposeScope(), _data.Labels.index_select(0, index).DetachFromDisposeScope());
    }

    /// <summary>A view of each image, <c>[N, 3, H, W]</c>: one gather for the whole batch, whose indices hold crop and mirroring.</summary>
    private static Tensor View(Tensor images, Random random)
    {
        var (count, height, width) = (images.shape[0], images.shape[2], images.shape[3]);
        var (tops, lefts, mirrored) = (new long[count], new long[count], new long[count]);
        for (var i = 0; i < count; i++)
        {
            (tops[i], lefts[i], mirrored[i]) = (random.Next(2 * Padding + 1), random.Next(2 * Padding + 1), random.Next(2));
        }
        var device = images.device;
        var across = arange(width, dtype: int64, device: device).view(1, width);
        var mirror = tensor(mirrored, device: device).view(count, 1);
        var rows = tensor(tops, device: device).view(count, 1) + arange(height, dtype: int64, device: device).view(1, height);
        var columns = tensor(lefts, device: device).view(count, 1) + across + mirror * (width - 1 - 2 * across);
        var places = rows.view(count, 1, height, 1) * (width + 2 * Padding) + columns.view(count, 1, 1, width);
        var padded = nn.functional.pad(images, new long[] { Padding, Padding, Padding, Padding });
        return padded.view(count, 3, -1).gather(2, places.view(count, 1, height * width).expand(count, 3, height * width)).view(count, 3, height, width);
    }
}
