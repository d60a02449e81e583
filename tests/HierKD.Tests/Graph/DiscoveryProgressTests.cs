using HierKD.Models;

namespace HierKD.Tests;

/// <summary>Discovery tells how far it is, ends when it is told to, and takes no more memory than it says.</summary>
public sealed class DiscoveryProgressTests : DiscoveryTest
{
    [Fact]
    public void Every_forward_pass_is_told_of()
    {
        using var model = TrainedWeights.Give(CifarResNet.ResNet20(), seed: 3);
        var passes = 0;
        var hook = model.register_forward_pre_hook((_, x) =>
        {
            passes++;
            return x;
        });
        var seen = new List<DiscoveryProgress>();
        FilterGraph.Discover(model, randn(1, 3, 32, 32), progress: new Sink(seen.Add));
        hook.remove();
        Assert.Equal(passes, seen.Count);
        Assert.Equal(Enumerable.Range(1, passes), seen.Select(p => p.ForwardPasses));
        Assert.Equal(
            [DiscoveryPhase.Example, DiscoveryPhase.Search, DiscoveryPhase.Trial], seen.Select(p => p.Phase).Distinct());
    }

    [Fact]
    public void It_ends_at_any_pass_and_leaves_nothing_behind()
    {
        using var model = TrainedWeights.Give(VisionTransformer.WithSeparateProjections(new(48, 6, 1, 2, 8, 12, 4)), seed: 3);
        model.train();
        var input = randn(1, 3, 48, 48);
        var total = 0;
        FilterGraph.Discover(model, input, progress: new Sink(p => total = p.ForwardPasses));
        var snapshot = new ModelSnapshot(model);
        for (var last = 0; last <= total; last += last < 12 ? 1 : 7)
        {
            using var cancellation = new CancellationTokenSource();
            if (last == 0) cancellation.Cancel();
            var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            var seen = 0;
            var ending = new Sink(p =>
            {
                seen = p.ForwardPasses;
                if (seen == last) cancellation.Cancel();
            });
            if (last < total)
            {
                Assert.ThrowsAny<OperationCanceledException>(
                    () => FilterGraph.Discover(model, input, progress: ending, cancellationToken: cancellation.Token));
                Assert.Equal(last, seen);
            }
            var left = DisposeScopeManager.Statistics.ThreadTotalLiveCount - before;
            Assert.True(left == 0, $"{left} tensors are left of a discovery that ended after {last} passes");
            snapshot.AssertUnchanged();
        }
    }

    [Fact]
    public void A_run_that_is_cancelled_in_discovery_leaves_the_model_as_it_was()
    {
        using var model = TrainedWeights.Give(CifarResNet.ResNet20(), seed: 3);
        using var cancellation = new CancellationTokenSource();
        var passes = 0;
        var hook = model.register_forward_pre_hook((_, x) =>
        {
            if (++passes == 10) cancellation.Cancel();
            return x;
        });
        var (x, y) = (randn(8, 3, 32, 32), randint(10, 8, int64));
        var snapshot = new ModelSnapshot(model);
        Assert.ThrowsAny<OperationCanceledException>(() => HierarchicalPruner.Run(
            model, new PruningData(new TensorBatches(x, y, 4), new TensorBatches(x, y, 4)), cancellationToken: cancellation.Token));
        hook.remove();
        Assert.Equal(10, passes);
        snapshot.AssertUnchanged();
    }

    [Fact]
    public void A_pass_carries_fewer_probes_where_maps_are_large()
    {
        const int Side = 512;
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(layer("b").call(layer("a").call(x).relu()).relu()),
            ("a", Conv(1, 20)), ("b", Conv(20, 20)), ("c", Conv(20, 1)));
        var most = 0L;
        var hook = model.register_forward_pre_hook((_, x) =>
        {
            most = Math.Max(most, x.shape[0]);
            return x;
        });
        Discover(model, randn(1, 1, Side, Side), new() { PruneFirstLayer = true, SearchOnSmallMaps = false, Verify = false });
        hook.remove();
        var bytesOfOne = (20 + 20 + 1) * Side * Side * 4;
        Assert.InRange(most * bytesOfOne, 2 * bytesOfOne, Math.Max(2 * bytesOfOne, 64 << 20));
    }

    private sealed class Sink(Action<DiscoveryProgress> report) : IProgress<DiscoveryProgress>
    {
        public void Report(DiscoveryProgress value) => report(value);
    }
}
