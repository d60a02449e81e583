using HierKD.LibTorch.Tests.Reference;
using static TorchSharp.torch.nn;

namespace HierKD.LibTorch.Tests.Operators;

/// <summary>The function; the layer has parameters of its own, see MultiheadAttentionTests.</summary>
public sealed class AttentionTests : ScopedTest
{
    private static readonly ReferenceFamily Family = new("attention");

    private static readonly Dictionary<string, Func<ReferenceCall, Tensor[]>> Operators = new()
    {
        ["function"] = c => [functional.scaled_dot_product_attention(c["query"], c["key"], c["value"], c.Optional("attn_mask"), is_casual: c.Case.Flag("causal"))],
    };

    public static TheoryData<string, ScalarType> Cases
    {
        get
        {
            var data = new TheoryData<string, ScalarType>();
            foreach (var name in Family.Names.Where(n => Family[n].Op == "function"))
            {
                data.Add(name, ScalarType.Float64);
                data.Add(name, ScalarType.Float32);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_PyTorch(string name, ScalarType type) => ReferenceCall.Check(Family[name], type, Operators);

    [Fact]
    public void Refuses_a_mask_beside_causality_and_a_negative_share()
    {
        var x = zeros(1, 2, 2);
        Assert.Throws<ArgumentException>(() => functional.scaled_dot_product_attention(x, x, x, ones(2, 2), is_casual: true));
        Assert.Throws<ArgumentException>(() => functional.scaled_dot_product_attention(x, x, x, p: -0.1));
    }

    [Fact]
    public void Dropout_drops_weights_and_scales_the_others()
    {
        manual_seed(3);
        var alike = zeros(1, 50, 4);
        var outputs = functional.scaled_dot_product_attention(alike, alike, eye(50).unsqueeze(0), p: 0.5);
        Assert.All(TensorAssert.Values(outputs), w => Assert.True(w == 0 || Math.Abs(w - 0.04) < 1e-6, $"{w}"));
        Assert.InRange(outputs.count_nonzero().item<long>(), 1100, 1400);
    }
}
