using System.Collections;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Training batches of images in memory, for <see cref="PruningData"/>: each epoch in another order and with other views of the images
/// (<see cref="ImageAugmentation"/>), which are made for a whole batch at once. Each enumeration is the next epoch; with the same seed the
/// epochs are the same. A batch is disposed when the next one is asked for. <see cref="PruningData.Prefetch"/> has it made on another
/// thread.
/// </summary>
public sealed class AugmentedBatches : IShardedBatches, IReadOnlyCollection<PruningBatch>
{
    private readonly Tensor _images;
    private readonly Tensor _targets;
    private readonly int _batchSize;
    private readonly int _seed;
    private readonly ImageAugmentation _augmentation;
    private readonly Func<Tensor, Tensor>? _transform;
    private readonly bool _dropLast;
    private int _epoch;

    /// <summary>Batches of views of <paramref name="images"/>.</summary>
    /// <param name="images">All images, <c>[N, C, H, W]</c>, of any dtype: bytes take a quarter of the memory of floats; not disposed, must
    /// outlive the batches.</param>
    /// <param name="targets">All targets, <c>[N, …]</c>; the same.</param>
    /// <param name="batchSize">Images in a batch, at least 1. The last batch may be smaller. Default 128.</param>
    /// <param name="seed">Draws order and views. Default 0.</param>
    /// <param name="augmentation">What views are made; the default ones if <see langword="null"/>.</param>
    /// <param name="transform">
    /// What the network is fed with, of a batch of views; for example from bytes to normalised floats. It gives a new tensor and leaves its
    /// argument alone. The views themselves if <see langword="null"/>.
    /// </param>
    /// <param name="dropLast">Whether a last batch of fewer images is left out. Default <see langword="false"/>.</param>
    public AugmentedBatches(
        Tensor images, Tensor targets, int batchSize = 128, int seed = 0, ImageAugmentation? augmentation = null,
        Func<Tensor, Tensor>? transform = null, bool dropLast = false)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(targets);
        if (batchSize < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, $"batchSize is {batchSize}; it must be at least 1.");
        }
        if (images.dim() != 4)
        {
            throw new ArgumentException(
                $"The images have the shape [{string.Join(", ", images.shape)}]; it must be [N, C, H, W].", nameof(images));
        }
        if (targets.dim() == 0 || images.shape[0] != targets.shape[0])
        {
            throw new ArgumentException(
                $"There are {images.shape[0]} images and targets of the shape " +
                $"[{string.Join(", ", targets.shape)}]; give one target for each image.",
                nameof(targets));
        }
        (_images, _targets, _batchSize, _seed, _augmentation, _transform, _dropLast) =
            (images, targets, batchSize, seed, augmentation ?? new(), transform, dropLast);
        BatchSizes.RequireAny((int)images.shape[0], batchSize, dropLast);
    }

    /// <summary>The number of batches in an epoch.</summary>
    public int Count => BatchSizes.Count((int)_images.shape[0], _batchSize, _dropLast);

    /// <summary>The images of the smallest batch that one of several processes has.</summary>
    internal int SmallestOfShard(int processes) => BatchSizes.Smallest((int)_images.shape[0] / processes, _batchSize, _dropLast);

    /// <inheritdoc/>
    public IEnumerable<PruningBatch> Epoch(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return Shard(number, rank: 0, processes: 1);
    }

    /// <inheritdoc/>
    public IEnumerable<PruningBatch> Shard(int number, int rank, int processes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return Read(number, rank, processes);
    }

    /// <inheritdoc/>
    public int CountShard(int processes) => BatchSizes.Count((int)_images.shape[0] / processes, _batchSize, _dropLast);

    /// <summary>The batches of the next epoch.</summary>
    public IEnumerator<PruningBatch> GetEnumerator() => Epoch(_epoch++).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerable<PruningBatch> Read(int epoch, int rank, int processes)
    {
        var random = EpochRandom.Of(_seed, epoch);
        var order = random.Order((int)_images.shape[0]);
        // The order is the same in every process; the views of its own images are not.
        if (rank > 0) random = EpochRandom.Of(unchecked(_seed + (rank * 7_919)), epoch);
        foreach (var samples in ShardOrder.Of(order, _batchSize, rank, processes).Take(CountShard(processes)))
        {
            var (x, y) = Take(samples, random);
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

    private (Tensor x, Tensor y) Take(long[] samples, Random random)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var index = tensor(samples, device: _images.device);
        var views = _augmentation.Apply(_images.index_select(0, index), random);
        var inputs = _transform is null
            ? views
            : _transform(views) ?? throw new InvalidOperationException("The transform of the batches gave null; it must give a tensor.");
        var targets = _targets.index_select(0, index.to(_targets.device));
        return (inputs.DetachFromDisposeScope(), targets.DetachFromDisposeScope());
    }
}
