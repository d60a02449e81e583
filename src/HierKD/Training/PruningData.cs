using static TorchSharp.torch;

namespace HierKD;

/// <summary>What a model is pruned with.</summary>
/// <remarks>
/// Both sources are enumerated many times, once for each epoch or measurement, and must give batches every time; a training source should
/// shuffle on each. A training source that is an <see cref="IEpochBatches"/> is asked for the epoch by its number, which a run that is to
/// continue from a checkpoint needs; of one that is an <see cref="ISampleBatches"/> frozen teachers are asked once for each sample. Batches
/// may lie on any device; they are moved to the model's. <see cref="TensorBatches"/> makes such sources from tensors.
/// </remarks>
public sealed class PruningData
{
    private readonly int _prefetch;
    private readonly int? _trainBatches;

    /// <summary>Training and validation batches of one input and one target, and an example input.</summary>
    /// <param name="train">Training batches of inputs <c>[N, …]</c> and targets.</param>
    /// <param name="validation">
    /// Batches that early stopping, the teacher ladder and the report look at: every level that a phase trains is measured on them after
    /// each of its epochs. Hold them out of the training set; keep the test set for the end.
    /// </param>
    /// <param name="exampleInput">An input <c>[N, …]</c> that the model accepts, for discovery, cost and latency; not disposed. The inputs
    /// of the first training batch if <see langword="null"/>.</param>
    public PruningData(IEnumerable<(Tensor x, Tensor y)> train, IEnumerable<(Tensor x, Tensor y)> validation, Tensor? exampleInput = null)
        : this(Pairs(train, nameof(train)), Pairs(validation, nameof(validation)), exampleInput)
    {
    }

    /// <summary>Training and validation batches of any number of inputs and targets.</summary>
    /// <param name="train">Training batches.</param>
    /// <param name="validation">
    /// Batches that early stopping, the teacher ladder and the report look at: every level that a phase trains is measured on them after
    /// each of its epochs. Hold them out of the training set; keep the test set for the end.
    /// </param>
    /// <param name="exampleInput">An input <c>[N, …]</c> that a model of one input accepts, for discovery, cost and latency; not disposed.
    /// The inputs of the first training batch if <see langword="null"/>. For several there is <see cref="ExampleInputs"/>.</param>
    public PruningData(IEnumerable<PruningBatch> train, IEnumerable<PruningBatch> validation, Tensor? exampleInput = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        (Train, Validation, ExampleInputs) = (train, validation, exampleInput is null ? null : [exampleInput]);
    }

    /// <summary>Training batches of HierKD's sources, and validation batches of one input and one target of one's own.</summary>
    /// <param name="train">Training batches.</param>
    /// <param name="validation">Validation batches of inputs <c>[N, …]</c> and targets.</param>
    /// <param name="exampleInput">An input <c>[N, …]</c> that the model accepts; not disposed. The inputs of the first training batch if
    /// <see langword="null"/>.</param>
    public PruningData(IEnumerable<PruningBatch> train, IEnumerable<(Tensor x, Tensor y)> validation, Tensor? exampleInput = null)
        : this(train, Pairs(validation, nameof(validation)), exampleInput)
    {
    }

    /// <summary>Training batches of one input and one target of one's own, and validation batches of HierKD's sources.</summary>
    /// <param name="train">Training batches of inputs <c>[N, …]</c> and targets.</param>
    /// <param name="validation">Validation batches.</param>
    /// <param name="exampleInput">An input <c>[N, …]</c> that the model accepts; not disposed. The inputs of the first training batch if
    /// <see langword="null"/>.</param>
    public PruningData(IEnumerable<(Tensor x, Tensor y)> train, IEnumerable<PruningBatch> validation, Tensor? exampleInput = null)
        : this(Pairs(train, nameof(train)), validation, exampleInput)
    {
    }

    /// <summary>The training batches.</summary>
    public IEnumerable<PruningBatch> Train { get; }

    /// <summary>The validation batches.</summary>
    public IEnumerable<PruningBatch> Validation { get; }

    /// <summary>
    /// Inputs that the model accepts, the first <c>[N, …]</c>; not disposed. Latency is measured on all of their samples, discovery takes
    /// the first.
    /// </summary>
    /// <value>What the constructor was given; those of the first training batch if it is <see langword="null"/>.</value>
    public IReadOnlyList<Tensor>? ExampleInputs { get; init; }

    /// <summary>Who disposes the batches.</summary>
    /// <value><see cref="BatchOwnership.Source"/> by default.</value>
    public BatchOwnership Ownership { get; init; }

    /// <summary>
    /// The number of training batches in an epoch, for sources that cannot be counted without being read. Schedules need it: without it
    /// they stand still during the first epoch of each phase, after which the number is known.
    /// </summary>
    /// <value><see langword="null"/> by default; a source with a count (<see cref="TensorBatches"/>, lists, arrays) needs none.</value>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int? TrainBatches
    {
        get => _trainBatches;
        init => _trainBatches = value is not < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"PruningData.TrainBatches is {value}; it must be at least 1.");
    }

    /// <summary>
    /// How many training batches may wait, prepared on another thread while a step runs; 0 prepares each when it is its turn, on the thread
    /// of the run. Order and contents are the same. The source is then enumerated on that thread, one epoch at a time: it must not draw
    /// from torch's global generator, which training draws from as well (<see cref="TensorBatches"/> has a generator of its own). Batches
    /// that the source disposes itself are copied, as <see cref="Ownership"/> says.
    /// </summary>
    /// <value>0 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public int Prefetch
    {
        get => _prefetch;
        init => _prefetch = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"PruningData.Prefetch is {value}; it must be 0 or more.");
    }

    /// <summary>Which process reads the data, of how many.</summary>
    private (int Rank, int Of) Reader { get; init; } = (0, 1);

    private bool IsPart => Reader.Of > 1;

    /// <summary>The part of one of several processes.</summary>
    internal PruningData PartOf(Ranks ranks) => !ranks.AreMany ? this : new PruningData(Train, Validation)
    {
        ExampleInputs = ExampleInputs,
        Ownership = Ownership,
        TrainBatches = TrainBatches,
        Prefetch = Prefetch,
        Reader = (ranks.Rank, ranks.Size),
    };

    internal int? CountTrainBatches() =>
        IsPart && Train is IShardedBatches sharded ? sharded.CountShard(Reader.Of)
            : TrainBatches ?? (Train is PairBatches pairs ? pairs.Count
            : Train is IReadOnlyCollection<PruningBatch> counted ? counted.Count
            : Train.TryGetNonEnumeratedCount(out var count) ? count : null);

    /// <summary>The samples of the smallest training batch, if the source knows.</summary>
    internal int? SmallestTrainBatch => Train switch
    {
        TensorBatches tensors => tensors.SmallestOfShard(Reader.Of),
        AugmentedBatches images => images.SmallestOfShard(Reader.Of),
        _ => null,
    };

    /// <summary>The number of training samples, if the source gives them numbers.</summary>
    internal int? NumberedSamples => (Train as ISampleBatches)?.Samples;

    /// <summary>How many samples an epoch has; a source that does not say is read through.</summary>
    internal long CountTrainSamples() =>
        (Train as TensorBatches)?.ShardSamples(Reader.Of) ?? (IsPart ? null : NumberedSamples)
        ?? ReadTrain(epoch: 0).Sum(batch => batch.Size);

    /// <summary>The training batches, each disposed after use if HierKD owns it.</summary>
    /// <param name="epoch">Which epoch, for sources that know: 0 before training, then from 1 on.</param>
    internal IEnumerable<TrainingBatch> ReadTrain(int epoch)
    {
        var source = IsPart && Train is IShardedBatches sharded ? sharded.Shard(epoch, Reader.Rank, Reader.Of)
            : Train is IEpochBatches epochs ? epochs.Epoch(epoch) : Train;
        return Prefetch == 0
            ? Read(source, nameof(Train), epoch, Ownership)
            : Read(BatchPrefetch.Read(source, Prefetch, Ownership), nameof(Train), epoch, BatchOwnership.Source);
    }

    /// <summary>Every numbered sample once, those too that epochs leave out.</summary>
    internal IEnumerable<TrainingBatch> ReadSamples() => IsPart && Train is IShardedBatches sharded
        ? Read(sharded.Part(Reader.Rank, Reader.Of), nameof(Train), epoch: 0, Ownership, mayBeEmpty: true)
        : Train is TensorBatches { DropsLast: true } tensors
        ? Read(tensors.AllSamples(), nameof(Train), epoch: 0, BatchOwnership.Source)
        : ReadTrain(epoch: 0);

    /// <summary>The validation batches, each disposed after use if HierKD owns it.</summary>
    internal IEnumerable<TrainingBatch> ReadValidation(CancellationToken cancellation = default) =>
        Read(Validation, nameof(Validation), epoch: 0, Ownership).Select(b =>
    {
        cancellation.ThrowIfCancellationRequested();
        return b;
    });

    /// <summary>Of the validation batches those that this process measures; each is measured by one of them.</summary>
    internal IEnumerable<TrainingBatch> ReadPartOfValidation(CancellationToken cancellation)
    {
        var part = Validation is IShardedBatches sharded
            ? sharded.Part(Reader.Rank, Reader.Of)
            : EveryOther(Validation, Reader.Rank, Reader.Of, Ownership);
        foreach (var batch in Read(part, nameof(Validation), epoch: 0, Ownership, mayBeEmpty: true))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return batch;
        }
    }

    private static IEnumerable<PruningBatch> EveryOther(IEnumerable<PruningBatch> all, int rank, int of, BatchOwnership ownership)
    {
        var place = 0;
        foreach (var batch in all)
        {
            if (place++ % of == rank) yield return batch;
            else if (ownership == BatchOwnership.Consumer) batch?.DisposeTensors();
        }
    }

    private static PairBatches Pairs(IEnumerable<(Tensor x, Tensor y)> pairs, string argument)
    {
        ArgumentNullException.ThrowIfNull(pairs, argument);
        return new PairBatches(pairs);
    }

    private static IEnumerable<TrainingBatch> Read(
        IEnumerable<PruningBatch> source, string name, int epoch, BatchOwnership ownership, string argument = "data",
        bool mayBeEmpty = false)
    {
        var number = 0;
        foreach (var given in source)
        {
            if (given is null) throw new ArgumentException($"A batch of data.{name} is null.", argument);
            var batch = new TrainingBatch(given, new BatchPlace(name, epoch, ++number));
            try
            {
                var tensors = given.Inputs.Concat(given.Targets);
                if (tensors.Contains(null)) throw new ArgumentException($"A batch of data.{name} has a null tensor.", argument);
                if (tensors.Any(t => t.IsInvalid))
                {
                    throw new ArgumentException(
                        $"A batch of data.{name} has a disposed tensor. A source that owns its batches disposes each when the next one " +
                        "is asked for: give the source itself, or copies.",
                        argument);
                }
                if (ModelInputs.Samples(given.Inputs) == 0)
                {
                    throw new ArgumentException(
                        $"A batch of data.{name} has inputs {ModelInputs.Text(given.Inputs)}: there must be an input, and the first must " +
                        "have samples along its first axis.",
                        argument);
                }
                yield return batch;
            }
            finally
            {
                if (ownership == BatchOwnership.Consumer) given.DisposeTensors();
            }
        }
        if (number == 0 && !mayBeEmpty)
        {
            throw new ArgumentException($"data.{name} has no batches; it must give batches each time it is enumerated.", argument);
        }
    }
}
