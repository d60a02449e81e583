using HierKD.Models;

namespace HierKD.Tests;

public sealed class StochasticDepthTests : ScopedTest
{
    [Fact]
    public void Branches_are_dropped_in_training_only_and_whole()
    {
        random.manual_seed(9);
        using var model = new ConvNeXt([1, 1], [4, 6], classes: 3, stochasticDepth: 0.5);
        using var quiet = no_grad();
        var x = randn(1, 3, 16, 16).expand(40, -1, -1, -1).contiguous();
        model.eval();
        Assert.Equal(1, Different(model.call(x)));
        model.train();
        // Only the last block is dropped, with its full probability; its branch is either absent or doubled.
        Assert.Equal(2, Different(model.call(x)));
    }

    private static int Different(Tensor logits) =>
        TensorAssert.Values(logits.select(1, 0)).Select(v => Math.Round(v, 4)).Distinct().Count();
}
