using System.Collections;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Batches of two tensors in memory, for <see cref="PruningData"/>: each enumeration is one epoch; with a seed it is shuffled, every epoch
/// differently and every run the same. A batch is disposed when the next one is asked for. A sample's number is its place in the tensors.
/// </summary>
public sealed class TensorBatches : ISampleBatches, IReadOnlyCollection<(Tensor x, Tensor y)>
{
    private readonly Tensor _inputs;
    private readonly Tensor _targets;
    private readonly int _batchSize;
    private readonly int? _shuffleSeed;
    private int _epoch;

    /// <summary>Batches of <paramref name="inputs"/> and <paramref name="targets"/>.</summary>
    /// <param name="inputs">All inputs, <c>[N, …]</c>; not disposed, must outlive the batches.</param>
    /// <param name="targets">All targets, <c>[N, …]</c>; the same.</param>
    /// <param name="batchSize">Samples in a batch, at least 1. The last batch may be smaller. Default 128.</param>
    /// <param name="shuffleSeed">Shuffles when given. Default <see langword="null"/>: in order.</param>
    /// <param name="dropLast">Whether a last batch of fewer samples is left out: batch normalisation cannot be trained on a single sample
    /// of one position. Default <see langword="false"/>.</param>
    public TensorBatches(Tensor inputs, Tensor targets, int batchSize = 128, int? shuffleSeed = null, bool dropLast = false)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (batchSize < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, $"batchSize is {batchSize}; it must be at least 1.");
        }
        if (inputs.dim() == 0)
        {
            throw new ArgumentException("The inputs are a single number; they need a first axis over samples.", nameof(inputs));
        }
        if (targets.dim() == 0)
        {
            throw new ArgumentException("The targets are a single number; they need a first axis over samples.", nameof(targets));
        }
        if (inputs.shape[0] != targets.shape[0])
        {
            throw new ArgumentException(
                $"There are {inputs.shape[0]} inputs and {targets.shape[0]} targets; give one target for each input.", nameof(targets));
        }
        _inputs = inputs;
        _targets = targets;
        _batchSize = batchSize;
        _shuffleSeed = shuffleSeed;
        DropsLast = dropLast;
        BatchSizes.RequireAny(Samples, batchSize, dropLast);
    }

    /// <summary>The number of batches in an epoch.</summary>
    public int Count => BatchSizes.Count(Samples, _batchSize, DropsLast);

    /// <inheritdoc/>
    public int Samples => (int)_inputs.shape[0];

    /// <summary>Whether a last batch of fewer samples is left out.</summary>
    internal bool DropsLast { get; }

    /// <summary>How many samples an epoch has.</summary>
    internal int EpochSamples => DropsLast ? Count * _batchSize : Samples;

    /// <summary>The samples of the smallest batch.</summary>
    internal int SmallestBatch => BatchSizes.Smallest(Samples, _batchSize, DropsLast);

    /// <summary>The batches of the next epoch.</summary>
    public IEnumerator<(Tensor x, Tensor y)> GetEnumerator() => Epoch(_epoch++).GetEnumerator();

    /// <inheritdoc/>
    public IEnumerable<(Tensor x, Tensor y)> Epoch(int number) => NumberedEpoch(number).Select(b => (b.x, b.y));

    /// <inheritdoc/>
    public IEnumerable<(Tensor x, Tensor y, IReadOnlyList<long> samples)> NumberedEpoch(int number)
    {
        foreach (var batch in Read(Order(number).Chunk(_batchSize).Take(Count))) yield return batch;
    }

    /// <summary>All samples once, in order.</summary>
    internal IEnumerable<(Tensor x, Tensor y, IReadOnlyList<long> samples)> AllSamples() =>
        Read(EpochRandom.InOrder(Samples).Chunk(_batchSize));

    private IEnumerable<(Tensor x, Tensor y, IReadOnlyList<long> samples)> Read(IEnumerable<long[]> batches)
    {
        foreach (var samples in batches)
        {
            var (x, y) = Take(samples);
            try
            {
                yield return (x, y, samples);
            }
            finally
            {
                x.Dispose();
                y.Dispose();
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private long[] Order(int epoch) => _shuffleSeed is { } seed ? EpochRandom.Of(seed, epoch).Order(Samples) : EpochRandom.InOrder(Samples);

    private (Tensor, Tensor) Take(long[] indices)
    {
        using var index = torch.tensor(indices, device: _inputs.device);
        using var targetIndex = index.to(_targets.device);
        return (_inputs.index_select(0, index).DetachFromDisposeScope(), _targets.index_select(0, targetIndex).DetachFromDisposeScope());
    }
}
