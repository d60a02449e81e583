using HierKD.LibTorch.Tests.Reference;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.LibTorch.Tests.Modules;

public sealed class MultiheadAttentionTests : ScopedTest
{
    private static readonly ReferenceFamily Family = new("attention");

    public static TheoryData<string> Names => [.. Family.Names.Where(n => Family[n].Op == "layer")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_PyTorch(string name)
    {
        var @case = Family[name];
        using var layer = Layer(@case);
        var inputs = @case.Inputs.ToDictionary(i => i.Key, i => i.Value.ToTensor(ScalarType.Float64));
        foreach (var key in new[] { "query", "key", "value" })
        {
            inputs[key].requires_grad_();
        }

        var (output, weights) = layer.call(
            inputs["query"], inputs["key"], inputs["value"], inputs.GetValueOrDefault("key_padding_mask"), @case.Flag("need_weights"));

        TensorAssert.Equal(@case.Outputs[0].Shape, @case.Outputs[0].ToDoubles(), output, 1e-11);
        if (@case.Flag("need_weights"))
        {
            TensorAssert.Equal(@case.Outputs[1].Shape, @case.Outputs[1].ToDoubles(), weights, 1e-11);
        }
        else
        {
            Assert.True(weights.IsInvalid);
        }

        output.backward([ReferenceCall.Cotangent(output, ScalarType.Float64)]);
        foreach (var (key, expected) in @case.Gradients)
        {
            var gradient = (layer.get_parameter(key) ?? inputs[key]).grad!;
            TensorAssert.Equal(expected.Shape, expected.ToDoubles(), gradient, 1e-10);
        }
    }

    [Fact]
    public void Its_parameters_have_dotted_names_and_there_is_no_child()
    {
        using var layer = MultiheadAttention(8, 2);
        Assert.Equal(["in_proj_bias", "in_proj_weight", "out_proj.bias", "out_proj.weight"], layer.named_parameters().Select(p => p.name).Order());
        Assert.Equal(["in_proj_bias", "in_proj_weight", "out_proj.bias", "out_proj.weight"], layer.state_dict().Keys.Order());
        Assert.Empty(layer.named_modules());
    }

    [Fact]
    public void A_new_layer_has_the_published_initialisation()
    {
        manual_seed(8);
        using var layer = MultiheadAttention(48, 4);
        Assert.Equal(0, layer.get_parameter("in_proj_bias")!.abs().max().ToSingle());
        Assert.Equal(0, layer.get_parameter("out_proj.bias")!.abs().max().ToSingle());
        Assert.InRange(layer.get_parameter("in_proj_weight")!.abs().max().ToDouble(), 0.95 * Math.Sqrt(6.0 / (4 * 48)), Math.Sqrt(6.0 / (4 * 48)));
        Assert.InRange(layer.get_parameter("out_proj.weight")!.abs().max().ToDouble(), 0.95 * Math.Sqrt(1.0 / 48), Math.Sqrt(1.0 / 48));
    }

    [Fact]
    public void Dropout_acts_in_training_only()
    {
        using var layer = MultiheadAttention(8, 2, dropout: 0.5);
        var x = randn(5, 2, 8);
        layer.eval();
        TensorAssert.Same(layer.call(x, x, x).Item1, layer.call(x, x, x).Item1);
        layer.train();
        Assert.NotEqual(TensorAssert.Values(layer.call(x, x, x).Item1), TensorAssert.Values(layer.call(x, x, x).Item1));
    }

    [Fact]
    public void Hooks_see_the_six_inputs_and_may_replace_the_two_results()
    {
        using var layer = MultiheadAttention(4, 2);
        var x = randn(3, 1, 4);
        var seen = 0;
        layer.register_forward_pre_hook((_, _, key, _, _, needed, mask) =>
        {
            seen += needed && mask is null ? 1 : 0;
            return (zeros_like(x), key, x, null, false, null);
        });
        layer.register_forward_hook((_, query, _, _, _, needed, _, result) =>
        {
            seen += query.abs().max().ToSingle() == 0 && !needed ? 10 : 0;
            return Tuple.Create(result.Item1 + 1, result.Item2);
        });
        using var plain = layer.forward(zeros_like(x), x, x, null, false, null).Item1;
        TensorAssert.Same(plain + 1, layer.call(x, x, x).Item1);
        Assert.Equal(11, seen);
    }

    [Fact]
    public void It_converts_and_loads_as_other_layers_do()
    {
        using var layer = MultiheadAttention(4, 2);
        using var other = MultiheadAttention(4, 2);
        other.load_state_dict(layer.state_dict());
        layer.to(ScalarType.Float64);
        var x = randn(3, 2, 4);
        TensorAssert.Equal(TensorAssert.Values(other.call(x, x, x).Item1), layer.call(x.to(ScalarType.Float64), x.to(ScalarType.Float64), x.to(ScalarType.Float64)).Item1, 1e-6);
    }

    [Fact]
    public void It_refuses_what_does_not_fit()
    {
        Assert.ThrowsAny<Exception>(() => MultiheadAttention(6, 4));
        using var layer = MultiheadAttention(4, 2);
        var x = zeros(3, 2, 4);
        Assert.ThrowsAny<Exception>(() => layer.call(zeros(3, 2, 6), x, x));
        Assert.ThrowsAny<Exception>(() => layer.call(zeros(3, 4), x, x));
        Assert.ThrowsAny<Exception>(() => layer.call(x, x, zeros(2, 2, 4)));
        Assert.ThrowsAny<Exception>(() => layer.call(x, x, x, key_padding_mask: zeros(1, 3, ScalarType.Bool)));
    }

    private static MultiheadAttention Layer(ReferenceCase @case)
    {
        var layer = MultiheadAttention(
            @case.Whole("width"), @case.Whole("heads"), bias: @case.Flag("bias", true), kdim: @case.WholeOrNull("kdim"), vdim: @case.WholeOrNull("vdim"));
        layer.to(ScalarType.Float64);
        using (no_grad())
        {
            foreach (var (name, parameter) in layer.named_parameters())
            {
                Assert.Equal(@case.Inputs[name].Shape, parameter.shape);
                parameter.copy_(@case.Inputs[name].ToTensor(ScalarType.Float64));
            }
        }
        return layer;
    }
}
