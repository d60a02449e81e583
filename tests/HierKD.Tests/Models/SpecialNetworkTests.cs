using HierKD.Models.Special;

namespace HierKD.Tests;

/// <summary>The special networks work, use every parameter, and have the peculiarity that they are there for.</summary>
public sealed class SpecialNetworkTests : ScopedTest
{
    public SpecialNetworkTests() => random.manual_seed(5);

    public static TheoryData<string> Networks => [.. SpecialNetworks.Names];

    // Converting a layer disposes its old weight, and the second layer of two that share one is left with a disposed weight.
    public static TheoryData<string> Convertible => [.. SpecialNetworks.Names.Where(n => n != "tied weights")];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Its_output_is_finite_and_depends_on_every_parameter(string network)
    {
        var entry = SpecialNetworks.Of(network);
        using var model = entry.Make();
        model.eval();

        var output = model.call(entry.Input());
        output.square().sum().backward();

        Assert.Equal(entry.Output, output.shape);
        Assert.True(output.isfinite().all().item<bool>());
        AssertUsed(model.named_parameters());
    }

    [Theory]
    [MemberData(nameof(Convertible))]
    public void It_computes_the_same_in_float64(string network)
    {
        var entry = SpecialNetworks.Of(network);
        using var model = entry.Make();
        model.eval();
        var input = entry.Input();
        var single = model.call(input);
        model.to(ScalarType.Float64);
        TensorAssert.Close(
            single.to(ScalarType.Float64), model.call(input.is_floating_point() ? input.to(ScalarType.Float64) : input), 1e-4);
    }

    [Fact]
    public void A_captured_constant_is_no_state_but_changes_the_output()
    {
        using var model = new CapturedConstantNet();
        Assert.Equal(6, model.state_dict().Count);
        using var second = new ConstantFree(model);
        var x = randn(2, 3, 6, 6);
        Assert.True((model.call(x) - second.call(x)).abs().max().ToSingle() > 1e-3);
    }

    [Fact]
    public void A_buffer_is_state_and_no_parameter()
    {
        using var model = new BufferNet();
        Assert.Equal([1, 8, 1, 1], model.state_dict()["offsets"].shape);
        Assert.DoesNotContain(model.named_parameters(), p => p.name == "offsets");
        var x = randn(2, 3, 6, 6);
        var before = model.call(x);
        model.get_buffer("offsets")!.fill_(0);
        Assert.True((model.call(x) - before).abs().max().ToSingle() > 1e-3);
    }

    [Fact]
    public void Tied_weights_are_one_parameter_under_two_keys()
    {
        using var model = new TiedWeightsNet();
        var state = model.state_dict();
        Assert.Equal(state["first.weight"].Handle, state["second.weight"].Handle);
        Assert.Single(model.named_parameters(), p => p.name is "first.weight" or "second.weight");
    }

    [Fact]
    public void Its_own_scale_is_a_parameter_of_the_network_itself()
    {
        using var model = new OwnScaleNet();
        Assert.Contains("scale", model.named_parameters(false).Select(p => p.name));
    }

    [Fact]
    public void A_direct_forward_runs_no_hooks()
    {
        using var model = new DirectForwardNet();
        List<string> seen = [];
        foreach (var (name, module) in model.named_modules())
        {
            (module as nn.Module<Tensor, Tensor>)!.register_forward_hook((_, _, output) =>
            {
                seen.Add(name);
                return output;
            });
        }
        model.call(randn(1, 3, 6, 6));
        Assert.Equal(["first", "head"], seen);
    }

    [Fact]
    public void The_path_follows_the_data()
    {
        using var model = new DataDependentNet();
        var bright = rand(2, 3, 6, 6);
        model.call(bright).square().sum().backward();
        Assert.NotNull(model.get_parameter("bright.weight")!.grad);
        Assert.Null(model.get_parameter("dark.weight")!.grad);
        model.call(-bright).square().sum().backward();
        AssertUsed(model.named_parameters());
    }

    [Fact]
    public void Two_inputs_give_two_outputs()
    {
        using var model = new TwoInputsTwoOutputsNet();
        model.eval();
        var (logits, map) = model.call(randn(4, 3, 8, 8), randn(4, 6));
        (logits.square().sum() + map.square().sum()).backward();
        Assert.Equal([4, 5], logits.shape);
        Assert.Equal([4, 1, 8, 8], map.shape);
        AssertUsed(model.named_parameters());
    }

    [Fact]
    public void NaN_does_not_pass_nan_to_num()
    {
        using var model = new NanToNumNet();
        Assert.True(model.call(full([1, 3, 6, 6], double.NaN, ScalarType.Float32)).isfinite().all().item<bool>());
    }

    private static void AssertUsed(IEnumerable<(string name, TorchSharp.Modules.Parameter parameter)> parameters) =>
        Assert.All(parameters, p => Assert.True(p.parameter.grad is { } g && g.abs().max().item<float>() > 0, p.name));

    /// <summary>The layers of another network without its constant.</summary>
    private sealed class ConstantFree(CapturedConstantNet net) : nn.Module<Tensor, Tensor>(nameof(ConstantFree))
    {
        public override Tensor forward(Tensor input)
        {
            var state = net.state_dict();
            var x = nn.functional.conv2d(input, state["first.weight"], state["first.bias"], padding: [1, 1]).relu();
            x = nn.functional.conv2d(x, state["second.weight"], state["second.bias"], padding: [1, 1]).relu();
            return nn.functional.linear(x.mean([2, 3]), state["head.weight"], state["head.bias"]);
        }
    }
}
