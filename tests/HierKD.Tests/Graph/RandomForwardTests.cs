using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>Forwards that give other values each time, in evaluation mode: refused in words that say what to write.</summary>
public sealed class RandomForwardTests : DiscoveryTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Dropout_whose_flag_nobody_gave(bool onZeros)
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(functional.dropout(layer("b").call(layer("a").call(x)), 0.5).relu()),
            ("a", Conv2d(2, 4, 3, bias: false)), ("b", Conv2d(4, 5, 3, bias: false)), ("c", Conv2d(5, 2, 1, bias: false)));
        Refused(model, onZeros ? zeros(2, 2, 6, 6) : Image(2), "layer 'c'", "functional.dropout(x, p, training)");
    }

    [Fact]
    public void Samples_that_are_drawn()
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                var mean = layer("b").call(layer("a").call(x).relu());
                return layer("c").call(mean + randn_like(mean));
            },
            ("a", Linear(3, 4)), ("b", Linear(4, 5)), ("c", Linear(5, 2)));
        Refused(model, rand(2, 3), "layer 'c'", "random in evaluation mode");
    }

    [Fact]
    public void Noise_on_the_output()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("b").call(layer("a").call(x).relu()) * rand(1), ("a", Linear(3, 4)), ("b", Linear(4, 5)));
        Refused(model, rand(2, 3), "in the model's output");
    }

    private static void Refused(Module<Tensor, Tensor> model, Tensor input, params string[] words)
    {
        var failure = Assert.Throws<ArgumentException>("model", () => Discover(model, input, new() { PruneFirstLayer = true }));
        Assert.All(words, word => Assert.Contains(word, failure.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("hook", failure.Message, StringComparison.Ordinal);
    }
}
