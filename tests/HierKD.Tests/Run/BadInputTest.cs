namespace HierKD.Tests.Run;

/// <summary>Runs that must fail: the model is as it was, bit for bit, and no tensor is left behind.</summary>
public abstract class BadInputTest : RunTest
{
    protected BadInputTest()
    {
        Net = TrainedNet();
        PeculiarState.Give(Net);
    }

    protected TinyNet Net { get; }

    /// <summary>Requires that the run fails with exactly this type of exception and leaves no trace.</summary>
    protected T Refused<T>(
        PruningData data, PruningOptions? options = null, IProgress<PruningProgress>? progress = null,
        CancellationToken cancellation = default)
        where T : Exception => Refused<T>(Net, data, options, progress, cancellation);

    protected static T Refused<T>(
        nn.Module<Tensor, Tensor> net, PruningData data, PruningOptions? options = null, IProgress<PruningProgress>? progress = null,
        CancellationToken cancellation = default)
        where T : Exception =>
            Refused<T>(net, () => HierarchicalPruner.Run(net, data, options ?? Quick, progress, cancellationToken: cancellation));

    protected static T Refused<T>(nn.Module net, Func<IDisposable> run)
        where T : Exception
    {
        var before = new ModelSnapshot(net);
        var sizes = LayerSizes.Of(net);
        T? failure = null;
        LiveTensors.AssertNoneLeft(() => failure = Assert.Throws<T>(() => run().Dispose()));
        before.AssertUnchanged();
        Assert.Equal(sizes, LayerSizes.Of(net));
        return failure!;
    }

    /// <summary>Requires that an exception names the argument and says these words, the offending value among them.</summary>
    protected static void Says(ArgumentException failure, string argument, params string[] words)
    {
        ArgumentNullException.ThrowIfNull(failure);
        Assert.Equal(argument, failure.ParamName);
        foreach (var word in words) Assert.Contains(word, failure.Message, StringComparison.Ordinal);
    }

    /// <summary>The training batches with the batch at <paramref name="index"/> exchanged; the source owns them.</summary>
    protected PruningData TrainWith(int index, Func<(Tensor X, Tensor Y), (Tensor X, Tensor Y)> exchange)
    {
        var batches = Batches();
        batches[index] = exchange(batches[index]);
        Own(batches[index].X);
        Own(batches[index].Y);
        return new PruningData(batches, ValidationSet.Batches(64));
    }

    /// <summary>The validation batches with the batch at <paramref name="index"/> exchanged; the source owns them.</summary>
    protected PruningData ValidateWith(int index, Func<(Tensor X, Tensor Y), (Tensor X, Tensor Y)> exchange)
    {
        var data = TrainWith(index, exchange);
        return new PruningData(TrainSet.Batches(32), data.Train);
    }

    private (Tensor X, Tensor Y)[] Batches() => Enumerable.Range(0, 3)
        .Select(i => (Own(TrainSet.Inputs.narrow(0, 32 * i, 32).clone()), Own(TrainSet.Labels.narrow(0, 32 * i, 32).clone()))).ToArray();
}
