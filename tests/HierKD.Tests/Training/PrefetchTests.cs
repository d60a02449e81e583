using HierKD.Tests.Run;

namespace HierKD.Tests.Training;

public sealed class PrefetchTests : RunTest
{
    private static readonly PruningBatch[] None = [];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public void Batches_come_in_their_order_and_are_the_same(int ahead)
    {
        var batches = new TensorBatches(TrainSet.Inputs, TrainSet.Labels, batchSize: 5, shuffleSeed: 1);
        var expected = Bits(batches.Epoch(2));
        Assert.Equal(expected, Bits(BatchPrefetch.Read(batches.Epoch(2), ahead, BatchOwnership.Source)));
    }

    [Fact]
    public void A_run_ends_with_the_same_student()
    {
        Assert.Equal(Student(prefetch: 0), Student(prefetch: 2));

        SortedDictionary<string, byte[]> Student(int prefetch)
        {
            var net = TrainedNet();
            var data = Data(shuffleSeed: 3);
            HierarchicalPruner.Run(net, new PruningData(data.Train, data.Validation) { Prefetch = prefetch }, Quick).Dispose();
            return ModelBits.Of(net);
        }
    }

    [Fact]
    public void The_source_is_read_on_another_thread_no_further_ahead_than_asked()
    {
        var asked = 0;
        HashSet<int> threads = [];
        var taken = 0;
        foreach (var _ in BatchPrefetch.Read(Source(), ahead: 2, BatchOwnership.Consumer))
        {
            taken++;
            // Those that wait, the one that the other thread is at, and the one here.
            SpinWait.SpinUntil(() => Volatile.Read(ref asked) >= Math.Min(10, taken + 3), TimeSpan.FromSeconds(10));
            Assert.InRange(Volatile.Read(ref asked), 1, taken + 3);
        }
        Assert.Equal(10, taken);
        Assert.DoesNotContain(Environment.CurrentManagedThreadId, threads);

        IEnumerable<PruningBatch> Source()
        {
            for (var i = 0; i < 10; i++)
            {
                Interlocked.Increment(ref asked);
                threads.Add(Environment.CurrentManagedThreadId);
                yield return new(zeros(1), zeros(1));
            }
        }
    }

    [Fact]
    public void Whoever_stops_early_leaves_no_batch_and_no_reader_behind()
    {
        List<Tensor> made = [];
        var finished = false;
        foreach (var _ in BatchPrefetch.Read(Source(), ahead: 2, BatchOwnership.Consumer)) break;
        Assert.True(finished);
        Assert.All(made, t => Assert.True(t.IsInvalid));

        IEnumerable<PruningBatch> Source()
        {
            try
            {
                while (true)
                {
                    var (x, y) = (zeros(1), zeros(1));
                    made.Add(x);
                    made.Add(y);
                    yield return new(x, y);
                }
            }
            finally
            {
                finished = true;
            }
        }
    }

    [Fact]
    public void A_batch_is_gone_when_the_next_one_is_asked_for_and_the_sources_own_stay()
    {
        using var own = zeros(3);
        using var batches = BatchPrefetch.Read([new(own, own), new(own, own)], ahead: 1, BatchOwnership.Source).GetEnumerator();
        Assert.True(batches.MoveNext());
        var (x, y) = batches.Current;
        Assert.True(batches.MoveNext());
        Assert.True(x.IsInvalid && y.IsInvalid);
        Assert.False(batches.MoveNext());
        Assert.False(own.IsInvalid);
    }

    [Fact]
    public void What_the_source_throws_arrives_after_the_batches_before_it()
    {
        var taken = 0;
        Assert.Throws<FuseException>(() =>
        {
            foreach (var _ in BatchPrefetch.Read(Source(), ahead: 5, BatchOwnership.Consumer)) taken++;
        });
        Assert.Equal(2, taken);

        static IEnumerable<PruningBatch> Source()
        {
            yield return new(zeros(1), zeros(1));
            yield return new(zeros(1), zeros(1));
            throw new FuseException();
        }
    }

    [Fact]
    public void A_batch_without_tensors_is_refused_as_without_prefetching()
    {
        var data = Data();
        var bad = new PruningData([(null!, null!)], data.Validation, data.ExampleInputs?[0]) { Prefetch = 1 };
        Assert.Contains(
            "null tensor", Assert.Throws<ArgumentException>("data", () => HierarchicalPruner.Run(TrainedNet(), bad, Quick)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Less_than_nothing_is_refused()
    {
        Assert.Contains(
            "TrainBatches is 0; it must be at least 1",
            Assert.Throws<ArgumentOutOfRangeException>(() => new PruningData(None, None) { TrainBatches = 0 }).Message,
            StringComparison.Ordinal);
        Assert.Null(new PruningData(Array.Empty<PruningBatch>(), Array.Empty<PruningBatch>()) { TrainBatches = null }.TrainBatches);
        Assert.Contains(
            "Prefetch is -1; it must be 0 or more",
            Assert.Throws<ArgumentOutOfRangeException>(() => new PruningData(None, None) { Prefetch = -1 }).Message,
            StringComparison.Ordinal);
    }

    private static byte[][] Bits(IEnumerable<PruningBatch> batches) =>
        batches.Select(b => TensorAssert.Bits(b.Input).Concat(TensorAssert.Bits(b.Target)).ToArray()).ToArray();
}
