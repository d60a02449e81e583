using HierKD.Models;
using TorchSharp.Modules;

namespace HierKD.Tests;

public sealed class TransformerTests : ScopedTest
{
    public TransformerTests() => random.manual_seed(5);

    [Fact]
    public void A_head_less_is_a_head_whose_output_is_not_read()
    {
        const int HeadWidth = 4;
        using var attention = new SelfAttention(width: 12, heads: 3);
        attention.to(ScalarType.Float64);
        var layers = attention.named_children().ToDictionary(c => c.name, c => (Linear)c.module);
        var x = randn(2, 5, 12, dtype: ScalarType.Float64);
        var kept = tensor(new long[] { 0, 1, 2, 3, 8, 9, 10, 11 });
        using var quiet = no_grad();
        layers["out"].weight.narrow(1, HeadWidth, HeadWidth).zero_();
        var masked = attention.call(x);

        layers["out"].weight = nn.Parameter(layers["out"].weight.index_select(1, kept));
        foreach (var name in new[] { "q", "k", "v" })
        {
            layers[name].weight = nn.Parameter(layers[name].weight.index_select(0, kept));
            layers[name].bias = nn.Parameter(layers[name].bias!.index_select(0, kept));
        }

        TensorAssert.Close(masked, attention.call(x), 1e-12);
    }

    [Fact]
    public void Both_forms_compute_the_same_for_the_same_weights()
    {
        using var whole = VisionTransformer.WithMultiheadAttention(VisionTransformerSizes.Small());
        using var parts = VisionTransformer.WithSeparateProjections(VisionTransformerSizes.Small());
        using var quiet = no_grad();
        var (source, target) = (whole.state_dict(), parts.state_dict());
        foreach (var (key, values) in source)
        {
            if (target.TryGetValue(key.Replace("out_proj", "out", StringComparison.Ordinal), out var same))
            {
                same.copy_(values);
                continue;
            }
            var prefix = key[..key.IndexOf("in_proj", StringComparison.Ordinal)];
            var kind = key[(key.LastIndexOf('_') + 1)..];
            foreach (var (name, third) in new[] { "q", "k", "v" }.Zip(values.chunk(3)))
            {
                target[$"{prefix}{name}.{kind}"].copy_(third);
            }
        }
        var x = randn(2, 3, 32, 32);
        TensorAssert.Close(whole.call(x), parts.call(x), 1e-5);
    }

    [Fact]
    public void A_gradient_reaches_the_weights_through_attention_in_training()
    {
        using var model = VisionTransformer.WithMultiheadAttention(VisionTransformerSizes.Small());
        model.train();
        model.call(randn(2, 3, 32, 32)).square().sum().backward();
        Assert.All(model.named_parameters(), p => Assert.NotNull(p.parameter.grad));
    }
}
