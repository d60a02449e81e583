using TorchSharp.Modules;

namespace HierKD.Tests;

/// <summary>Hooks that the user has registered herself.</summary>
public sealed class UserHookTests : DiscoveryTest
{
    [Fact]
    public void A_hook_of_the_users_own_survives_and_one_that_looks_changes_nothing()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(layer("b").call(layer("a").call(x).relu()).relu()), ("a", Conv(2, 4)), ("b", Conv(4, 5)),
            ("c", Conv(5, 2)));
        var seen = 0;
        var b = (Conv2d)model.named_modules().Single(m => m.name == "b").module;
        var hook = b.register_forward_hook((_, _, output) =>
        {
            seen++;
            return output;
        });
        Assert.Equal(9, Discover(model, Image(2), new() { PruneFirstLayer = true }).Filters);
        seen = 0;
        model.call(Image(2));
        Assert.Equal(1, seen);
        hook.remove();
        model.call(Image(2));
        Assert.Equal(1, seen);
    }

    [Fact]
    public void A_hook_that_changes_what_a_layer_gives_is_refused()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(layer("b").call(layer("a").call(x).relu()).relu()), ("a", Conv(2, 4)), ("b", Conv(4, 5)),
            ("c", Conv(5, 2)));
        var b = (Conv2d)model.named_modules().Single(m => m.name == "b").module;
        b.register_forward_hook((_, _, output) => output * 2);
        var snapshot = new ModelSnapshot(model);
        var failure = Assert.ThrowsAny<Exception>(() => FilterGraph.Discover(model, Image(2), new() { PruneFirstLayer = true }));
        Assert.IsType<InvalidOperationException>(failure);
        Assert.Contains("hook", failure.Message, StringComparison.Ordinal);
        snapshot.AssertUnchanged();
    }

    [Fact]
    public void A_hook_that_throws_leaves_the_model_as_it_was()
    {
        var image = Image(2);
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(layer("b").call(layer("a").call(x).relu()).relu()), ("a", Conv(2, 4)), ("b", Conv(4, 5)),
            ("c", Conv(5, 2)));
        var b = (Conv2d)model.named_modules().Single(m => m.name == "b").module;
        // The last index is never reached: the calls of a discovery that nothing disturbs.
        var (calls, all, thrown) = (0, int.MaxValue, 0);
        for (var at = -1; at < all; at++)
        {
            calls = 0;
            var hook = b.register_forward_hook((_, _, output) => calls++ == at ? throw new InvalidOperationException("enough") : output);
            var snapshot = new ModelSnapshot(model);
            var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            // Not every failure ends it: what is tried with other values, or in training mode, may fail.
            if (Record.Exception(() => Discover(model, image, new() { PruneFirstLayer = true })) is not null) thrown++;
            if (at < 0) all = calls;
            Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            hook.remove();
            snapshot.AssertUnchanged();
            Assert.False(model.call(image).isnan().any().ToBoolean());
        }
        Assert.True(thrown > 6, $"{thrown} of {all} calls");
    }
}
