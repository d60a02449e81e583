namespace HierKD.Tests.Training;

public sealed class TensorBatchesTests : IDisposable
{
    private readonly Tensor _inputs = arange(10).reshape(10, 1);
    private readonly Tensor _targets = arange(10) * 100;

    [Theory]
    [InlineData(10, 4, false, 3, 10)]
    [InlineData(10, 4, true, 2, 8)]
    [InlineData(8, 4, true, 2, 8)]
    [InlineData(10, int.MaxValue, false, 1, 10)]
    public void A_last_batch_of_fewer_samples_may_be_left_out(int samples, int batchSize, bool dropLast, int batches, int expected)
    {
        using var x = arange(samples, dtype: float32).reshape(-1, 1);
        using var y = zeros(samples, dtype: int64);
        var source = new TensorBatches(x, y, batchSize, shuffleSeed: 1, dropLast);
        Assert.Equal((batches, expected), (source.Count, source.Sum(b => (int)b.Input.shape[0])));
    }

    [Fact]
    public void Batches_of_which_none_is_left_are_refused()
    {
        using var x = zeros(3, 1);
        using var y = zeros(3, dtype: int64);
        Assert.Throws<ArgumentException>("dropLast", () => new TensorBatches(x, y, 4, dropLast: true));
    }

    [Fact]
    public void Every_sample_comes_once_in_order_and_the_last_batch_is_smaller()
    {
        var batches = new TensorBatches(_inputs, _targets, batchSize: 4);
        Assert.Equal(3, batches.Count);
        Assert.Equal([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]], Epoch(batches));
        Assert.Equal([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]], Epoch(batches));
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(5, 2)]
    [InlineData(10, 1)]
    [InlineData(128, 1)]
    public void The_count_is_that_of_the_batches(int batchSize, int count)
    {
        var batches = new TensorBatches(_inputs, _targets, batchSize);
        Assert.Equal(count, batches.Count);
        Assert.Equal(count, Epoch(batches).Length);
    }

    [Fact]
    public void Shuffled_epochs_hold_every_sample_once_and_differ()
    {
        var batches = new TensorBatches(_inputs, _targets, batchSize: 4, shuffleSeed: 7);
        var epochs = Enumerable.Range(0, 5).Select(_ => Epoch(batches)).ToArray();
        Assert.All(epochs, e => Assert.Equal([4, 4, 2], e.Select(b => b.Length)));
        Assert.All(epochs, e => Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), e.SelectMany(b => b).Order()));
        Assert.Equal(5, epochs.Select(e => string.Join(",", e.SelectMany(b => b))).Distinct().Count());
    }

    [Fact]
    public void A_seed_gives_the_same_epochs_in_every_run_and_leaves_torchs_generator_alone()
    {
        manual_seed(1);
        using var expected = rand(3);
        manual_seed(1);
        var first = new TensorBatches(_inputs, _targets, 4, shuffleSeed: 7);
        var second = new TensorBatches(_inputs, _targets, 4, shuffleSeed: 7);
        for (var epoch = 0; epoch < 3; epoch++) Assert.Equal(Epoch(first), Epoch(second));
        Assert.NotEqual(Epoch(new(_inputs, _targets, 4, shuffleSeed: 7)), Epoch(new(_inputs, _targets, 4, shuffleSeed: 8)));
        using var actual = rand(3);
        TensorAssert.Same(expected, actual);
    }

    [Fact]
    public void An_epoch_is_the_same_whenever_it_is_asked_for_and_enumeration_counts_up()
    {
        var batches = new TensorBatches(_inputs, _targets, batchSize: 4, shuffleSeed: 7);
        var numbered = Enumerable.Range(0, 4).Select(n => Numbers(batches.Epoch(n))).ToArray();
        Assert.Equal(4, numbered.Select(e => string.Join(",", e.SelectMany(b => b))).Distinct().Count());
        Assert.Equal(numbered[2], Numbers(batches.Epoch(2)));
        Assert.Equal(numbered[0], Numbers(batches.Epoch(0)));
        // Asking for epochs by number has not moved it on.
        foreach (var epoch in numbered) Assert.Equal(epoch, Epoch(batches));
    }

    [Fact]
    public void Inputs_keep_their_targets()
    {
        foreach (var (x, y) in new TensorBatches(_inputs, _targets, 3, shuffleSeed: 1))
        {
            using var hundredfold = x.squeeze(1) * 100;
            TensorAssert.Same(hundredfold, y);
        }
    }

    [Fact]
    public void A_batch_is_disposed_when_the_next_is_asked_for_and_at_the_end()
    {
        List<Tensor> seen = [];
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        foreach (var (x, y) in new TensorBatches(_inputs, _targets, 4))
        {
            Assert.All(seen, t => Assert.True(t.IsInvalid));
            Assert.False(x.IsInvalid || y.IsInvalid);
            seen.AddRange([x, y]);
        }
        Assert.All(seen, t => Assert.True(t.IsInvalid));
        foreach (var _ in new TensorBatches(_inputs, _targets, 4)) break;
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.False(_inputs.IsInvalid || _targets.IsInvalid);
    }

    [Fact]
    public void A_scope_of_the_caller_does_not_dispose_a_batch_in_use()
    {
        using var batches = new TensorBatches(_inputs, _targets, 4).GetEnumerator();
        using (NewDisposeScope()) batches.MoveNext();
        Assert.False(batches.Current.Input.IsInvalid);
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Assert.Equal("inputs", Assert.Throws<ArgumentNullException>(() => new TensorBatches(null!, _targets)).ParamName);
        Assert.Equal("targets", Assert.Throws<ArgumentNullException>(() => new TensorBatches(_inputs, null!)).ParamName);
        var size = Assert.Throws<ArgumentOutOfRangeException>(() => new TensorBatches(_inputs, _targets, 0));
        Assert.Equal(("batchSize", 0), (size.ParamName, size.ActualValue));
        using var fewer = _targets.narrow(0, 0, 9);
        var counts = Assert.Throws<ArgumentException>(() => new TensorBatches(_inputs, fewer));
        Assert.Equal("targets", counts.ParamName);
        Assert.Contains("10 inputs and 9 targets", counts.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_without_samples_are_refused()
    {
        using var scalar = tensor(1f);
        Assert.Equal("inputs", Assert.Throws<ArgumentException>(() => new TensorBatches(scalar, _targets)).ParamName);
        Assert.Equal("targets", Assert.Throws<ArgumentException>(() => new TensorBatches(_inputs, scalar)).ParamName);
    }

    public void Dispose()
    {
        _inputs.Dispose();
        _targets.Dispose();
    }

    private static long[][] Epoch(TensorBatches batches) => Numbers(batches);

    private static long[][] Numbers(IEnumerable<PruningBatch> batches) => batches.Select(b => b.Input.data<long>().ToArray()).ToArray();
}
