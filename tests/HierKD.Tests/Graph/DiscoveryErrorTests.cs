using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>Models and inputs that cannot be pruned: an exception that says what is wrong, and the model is as it was.</summary>
public sealed class DiscoveryErrorTests : ScopedTest
{
    [Fact]
    public void A_model_without_parameters() =>
        Refused("model", "no parameters", new ScriptedNet((_, x) => x.relu()), ones(1, 2));

    [Fact]
    public void A_model_with_one_layer() =>
        Refused("model", "no removable filters", new ScriptedNet((layer, x) => layer("only").call(x), ("only", Linear(2, 3))), ones(1, 2));

    [Fact]
    public void A_model_of_two_layers_whose_first_is_kept() =>
        Refused("model", "it is the first layer", Sequential(("a", Linear(2, 3)), ("b", Linear(3, 2))), ones(1, 2));

    [Fact]
    public void A_forward_that_bypasses_call() =>
        Refused("model", "write hidden.call(x)", new ScriptedNet(
            (layer, x) => layer("c").call(layer("hidden").forward(layer("a").call(x))), ("a", Linear(2, 3)), ("hidden", Linear(3, 4)),
            ("c", Linear(4, 2))), ones(1, 2));

    [Fact]
    public void An_example_input_that_does_not_fit()
    {
        var failure = Refused("exampleInput", "[1, 7]", Chain(), ones(1, 7));
        Assert.NotNull(failure.InnerException);
    }

    [Fact]
    public void An_example_input_of_the_wrong_type() => Refused("exampleInput", "Int64", Chain(), ones(1, 2, dtype: int64));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_output_that_is_not_finite(double value) =>
        Refused("model", "not finite", new ScriptedNet(
            (layer, x) => layer("b").call(layer("a").call(x)) * value, ("a", Linear(2, 3)), ("b", Linear(3, 2))), ones(1, 2));

    [Fact]
    public void A_forward_that_changes_its_input() =>
        Refused("model", "in place", new ScriptedNet(
            (layer, x) => layer("b").call(layer("a").call(x.mul_(2))), ("a", Linear(2, 3)), ("b", Linear(3, 2))), ones(1, 2));

    [Fact]
    public void An_excluded_layer_that_does_not_exist()
    {
        var failure = Refused("options", "'middle'", Chain(), ones(1, 2), new() { ExcludedLayers = ["b", "middle"] });
        Assert.Contains("'a', 'b', 'c'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_left_after_exclusion() =>
        Refused("model", "b: it is excluded", Chain(), ones(1, 2), new() { ExcludedLayers = ["b"] });

    [Fact]
    public void Null_arguments()
    {
        using var model = Chain();
        Assert.Throws<ArgumentNullException>("model", () => FilterGraph.Discover(null!, ones(1, 2)));
        Assert.Throws<ArgumentNullException>("exampleInput", () => FilterGraph.Discover(model, (Tensor)null!));
    }

    private static Module<Tensor, Tensor> Chain() =>
        new ScriptedNet(
            (layer, x) => layer("c").call(layer("b").call(layer("a").call(x)).relu()), ("a", Linear(2, 3)), ("b", Linear(3, 4)),
            ("c", Linear(4, 2)));

    private static ArgumentException Refused(
        string argument, string message, Module<Tensor, Tensor> model, Tensor input, DiscoveryOptions? options = null)
    {
        using (model)
        {
            model.train();
            if (model.children().FirstOrDefault() is { } child) child.eval();
            var snapshot = new ModelSnapshot(model);
            var failure = Assert.ThrowsAny<ArgumentException>(() => FilterGraph.Discover(model, input, options));
            Assert.Equal(argument, failure.ParamName);
            Assert.Contains(message, failure.Message, StringComparison.Ordinal);
            snapshot.AssertUnchanged();
            Assert.True(is_grad_enabled());
            return failure;
        }
    }
}
