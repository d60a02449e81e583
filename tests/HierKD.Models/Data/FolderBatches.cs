using System.Collections;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Models;

/// <summary>
/// Batches of an <see cref="ImageFolder"/>, decoded on other threads a few batches ahead and no more, so that memory is bounded whatever
/// the folder's size. Order and views depend on seed and epoch alone. Each enumeration is the next epoch. A batch is disposed when the next
/// one is asked for.
/// </summary>
public sealed class FolderBatches : IShardedBatches, IReadOnlyCollection<PruningBatch>
{
    private readonly ImageFolder _folder;
    private readonly ImageView _view;
    private readonly int _batchSize;
    private readonly int? _seed;
    private readonly Device _device;
    private readonly int _ahead;
    private int _epoch;

    /// <summary>Batches of the images of a folder.</summary>
    /// <param name="folder">The images.</param>
    /// <param name="view">What is shown of each: inputs are float32 <c>[N, 3, side, side]</c>, normalised.</param>
    /// <param name="batchSize">Images in a batch, at least 1. The last batch may be smaller.</param>
    /// <param name="seed">Draws order and views; in order, and with views that are the same in every epoch, if
    /// <see langword="null"/>.</param>
    /// <param name="device">Where the batches are; the CPU if <see langword="null"/>.</param>
    /// <param name="ahead">How many batches are prepared at once, each on a thread of its own; at least 1. Default: one for each processor,
    /// up to eight.</param>
    public FolderBatches(ImageFolder folder, ImageView view, int batchSize, int? seed = null, Device? device = null, int? ahead = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(view);
        if (batchSize < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, $"batchSize is {batchSize}; it must be at least 1.");
        }
        if (ahead < 1) throw new ArgumentOutOfRangeException(nameof(ahead), ahead, $"ahead is {ahead}; it must be at least 1.");
        (_folder, _view, _batchSize, _seed, _device) = (folder, view, batchSize, seed, device ?? CPU);
        _ahead = ahead ?? Math.Min(8, Environment.ProcessorCount);
    }

    /// <summary>The number of batches in an epoch.</summary>
    public int Count => (_folder.Count + _batchSize - 1) / _batchSize;

    /// <inheritdoc/>
    public IEnumerable<PruningBatch> Epoch(int number)
    {
        EpochSeed.Require(number);
        return Read(number, Order(number).Chunk(_batchSize));
    }

    /// <inheritdoc/>
    public IEnumerable<PruningBatch> Shard(int number, int rank, int processes)
    {
        EpochSeed.Require(number);
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rank, processes);
        // In a step all processes together have what one has in a batch that is as many times larger.
        var each = _folder.Count / processes;
        var order = Order(number);
        return Read(number, Enumerable.Range(0, CountShard(processes)).Select(step =>
        {
            var size = Math.Min(_batchSize, each - step * _batchSize);
            return order[(step * _batchSize * processes + rank * size)..][..size];
        }));
    }

    /// <inheritdoc/>
    public int CountShard(int processes) => (_folder.Count / processes + _batchSize - 1) / _batchSize;

    /// <inheritdoc/>
    public IEnumerable<PruningBatch> Part(int rank, int processes) =>
        Read(0, Order(0).Chunk(_batchSize).Where((_, i) => i % processes == rank));

    /// <inheritdoc/>
    public IEnumerator<PruningBatch> GetEnumerator() => Epoch(_epoch++).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerable<PruningBatch> Read(int epoch, IEnumerable<int[]> batches)
    {
        using var enough = new CancellationTokenSource();
        Queue<Task<(byte[] Pixels, long[] Labels)>> coming = new();
        try
        {
            foreach (var indices in batches)
            {
                coming.Enqueue(Task.Run(() => Decode(indices, epoch, enough.Token), CancellationToken.None));
                if (coming.Count < _ahead) continue;
                foreach (var batch in Give(coming)) yield return batch;
            }
            while (coming.Count > 0)
            {
                foreach (var batch in Give(coming)) yield return batch;
            }
        }
        finally
        {
            // Whoever stops early, or meets a damaged file, finds no file open afterwards.
            enough.Cancel();
            Task.WhenAll(coming).ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        }
    }

    /// <summary>The next batch as tensors, which live until the one after it is asked for.</summary>
    private IEnumerable<PruningBatch> Give(Queue<Task<(byte[] Pixels, long[] Labels)>> coming)
    {
        var (pixels, labels) = coming.Dequeue().GetAwaiter().GetResult();
        var (x, y) = Tensors(pixels, labels);
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

    private (Tensor x, Tensor y) Tensors(byte[] pixels, long[] labels)
    {
        using var scope = NewDisposeScope();
        var images = tensor(pixels).view(labels.Length, 3, _view.Side, _view.Side).to(_device);
        return (PixelNormalization.Apply(images).DetachFromDisposeScope(), tensor(labels, device: _device).DetachFromDisposeScope());
    }

    private (byte[] Pixels, long[] Labels) Decode(int[] indices, int epoch, CancellationToken enough)
    {
        var size = 3 * _view.Side * _view.Side;
        var pixels = new byte[indices.Length * size];
        for (var i = 0; i < indices.Length; i++)
        {
            enough.ThrowIfCancellationRequested();
            var index = indices[i];
            var image = RgbImage.Read(_folder.Files[index].Path);
            _view.Write(
                image, () => _seed is { } seed ? EpochSeed.Of(seed, epoch, index) : EpochSeed.Of(0, 0, index),
                pixels.AsSpan(i * size, size));
        }
        return (pixels, indices.Select(i => (long)_folder.Files[i].Class).ToArray());
    }

    private int[] Order(int epoch)
    {
        var order = Enumerable.Range(0, _folder.Count).ToArray();
        if (_seed is { } seed) EpochSeed.Of(seed, epoch).Shuffle(order);
        return order;
    }
}
