using System.Collections;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Batches of tensors in memory, for <see cref="PruningData"/>: each enumeration is one epoch; with a seed it is shuffled, every epoch
/// differently and every run the same. A batch is disposed when the next one is asked for. A sample's number is its place in the tensors.
/// </summary>
public sealed class TensorBatches : ISampleBatches, IShardedBatches, IReadOnlyCollection<PruningBatch>
{
    private readonly IReadOnlyList<Tensor> _inputs;
    private readonly IReadOnlyList<Tensor> _targets;
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
        : this(Only(inputs, nameof(inputs)), Only(targets, nameof(targets)), batchSize, shuffleSeed, dropLast)
    {
    }

    /// <summary>Batches of several inputs or targets.</summary>
    /// <param name="inputs">All inputs, each <c>[N, …]</c>, in the order in which the model takes them; not disposed, must outlive the
    /// batches.</param>
    /// <param name="targets">All targets, each <c>[N, …]</c>; the same. May be empty.</param>
    /// <param name="batchSize">Samples in a batch, at least 1. The last batch may be smaller. Default 128.</param>
    /// <param name="shuffleSeed">Shuffles when given. Default <see langword="null"/>: in order.</param>
    /// <param name="dropLast">Whether a last batch of fewer samples is left out. Default <see langword="false"/>.</param>
    public TensorBatches(
        IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> targets, int batchSize = 128, int? shuffleSeed = null, bool dropLast = false)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (batchSize < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, $"batchSize is {batchSize}; it must be at least 1.");
        }
        if (inputs.Count == 0) throw new ArgumentException("There are no inputs; give one tensor or more.", nameof(inputs));
        RequireSamples(inputs, nameof(inputs), inputs, "inputs");
        RequireSamples(targets, nameof(targets), inputs, "targets");
        (_inputs, _targets) = ([.. inputs], [.. targets]);
        _batchSize = batchSize;
        _shuffleSeed = shuffleSeed;
        DropsLast = dropLast;
        BatchSizes.RequireAny(Samples, batchSize, dropLast);
    }

    /// <summary>The number of batches in an epoch.</summary>
    public int Count => BatchSizes.Count(Samples, _batchSize, DropsLast);

    /// <inheritdoc/>
    public int Samples => (int)_inputs[0].shape[0];

    /// <summary>Whether a last batch of fewer samples is left out.</summary>
    internal bool DropsLast { get; }

    /// <summary>The batches of the next epoch.</summary>
    public IEnumerator<PruningBatch> GetEnumerator() => Epoch(_epoch++).GetEnumerator();

    /// <inheritdoc/>
    public IEnumerable<PruningBatch> Epoch(int number)
    {
        foreach (var batch in Read(Order(number).Chunk(_batchSize).Take(Count))) yield return batch;
    }

    /// <inheritdoc/>
    public IEnumerable<PruningBatch> Shard(int number, int rank, int processes)
    {
        var batches = ShardOrder.Of(Order(number), _batchSize, rank, processes).Take(CountShard(processes));
        foreach (var batch in Read(batches)) yield return batch;
    }

    /// <inheritdoc/>
    public int CountShard(int processes) => BatchSizes.Count(Samples / processes, _batchSize, DropsLast);

    /// <inheritdoc/>
    public IEnumerable<PruningBatch> Part(int rank, int processes) =>
        Read(EpochRandom.InOrder(Samples).Chunk(_batchSize).Where((_, i) => i % processes == rank));

    /// <summary>How many samples one of several processes has in an epoch.</summary>
    internal int ShardSamples(int processes) => DropsLast ? CountShard(processes) * _batchSize : Samples / processes;

    /// <summary>The samples of the smallest batch that one of several processes has.</summary>
    internal int SmallestOfShard(int processes) => BatchSizes.Smallest(Samples / processes, _batchSize, DropsLast);

    /// <summary>All samples once, in order.</summary>
    internal IEnumerable<PruningBatch> AllSamples() =>
        Read(EpochRandom.InOrder(Samples).Chunk(_batchSize));

    private IEnumerable<PruningBatch> Read(IEnumerable<long[]> batches)
    {
        foreach (var samples in batches)
        {
            var batch = new PruningBatch(Take(_inputs, samples), Take(_targets, samples), samples);
            try
            {
                yield return batch;
            }
            finally
            {
                batch.DisposeTensors();
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private long[] Order(int epoch) => _shuffleSeed is { } seed ? EpochRandom.Of(seed, epoch).Order(Samples) : EpochRandom.InOrder(Samples);

    private static Tensor[] Take(IReadOnlyList<Tensor> all, long[] samples) => [.. all.Select(tensor =>
    {
        using var index = torch.tensor(samples, device: tensor.device);
        return tensor.index_select(0, index).DetachFromDisposeScope();
    })];

    private static IReadOnlyList<Tensor> Only(Tensor tensor, string argument)
    {
        ArgumentNullException.ThrowIfNull(tensor, argument);
        return [tensor];
    }

    private static void RequireSamples(IReadOnlyList<Tensor> tensors, string argument, IReadOnlyList<Tensor> inputs, string what)
    {
        for (var i = 0; i < tensors.Count; i++)
        {
            var tensor = tensors[i];
            ArgumentNullException.ThrowIfNull(tensor, argument);
            if (tensor.dim() == 0)
            {
                throw new ArgumentException($"The {what} are a single number; they need a first axis over samples.", argument);
            }
            if (tensor.shape[0] != inputs[0].shape[0])
            {
                var place = tensors.Count == 1 ? "" : $" in {argument}[{i}]";
                throw new ArgumentException(
                    $"There are {inputs[0].shape[0]} inputs and {tensor.shape[0]} {what}{place}; give one for each input.", argument);
            }
        }
    }
}
