using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>A model in half precision is pruned as it is in single precision, tensors of its own or not.</summary>
public sealed class HalfPrecisionTrialTests : DiscoveryTest
{
    private static readonly DiscoveryOptions All = new() { PruneFirstLayer = true };

    public static TheoryData<ScalarType, double, bool> Couplings
    {
        get
        {
            var data = new TheoryData<ScalarType, double, bool>();
            foreach (var type in new[] { bfloat16, float16, float32, float64 })
            {
                foreach (var strength in new[] { 0.003, 0.01, 0.06, 1 })
                {
                    data.Add(type, strength, true);
                    data.Add(type, strength, false);
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Couplings))]
    public void A_weak_coupling_is_seen(ScalarType type, double strength, bool hasTensorOfItsOwn)
    {
        using var model = new WeaklyCoupled(strength, hasTensorOfItsOwn);
        model.to(type);
        var graph = Discover(model, Image(3).to(type), All);
        Assert.DoesNotContain("b", graph.Groups.Select(g => g.Name));
        Assert.Contains("a", graph.Groups.Select(g => g.Name));
    }

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void What_is_pruned_in_single_precision_is_pruned(ScalarType type)
    {
        using var single = new WeaklyCoupled(0, true);
        using var half = new WeaklyCoupled(0, true);
        half.to(type);
        var (expected, actual) = (Discover(single, Image(3), All), Discover(half, Image(3).to(type), All));
        Assert.Equal(expected.Groups.Select(g => g.ToString()), actual.Groups.Select(g => g.ToString()));
        Assert.Equal(["a", "b"], actual.Groups.Select(g => g.Name));
    }

    [Fact]
    public void Attention_that_computes_its_weights_in_single_precision_and_comes_back()
    {
        // In any other type the last product would meet two types, which ends the process.
        using var single = Attention(float32);
        using var half = Attention(bfloat16);
        var x = rand(2, 5, 4);
        var (expected, actual) = (Discover(single, x, All), Discover(half, x.to(bfloat16), All));
        Assert.Equal(expected.ToString(), actual.ToString());
        Assert.Contains("a", actual.Groups.Select(g => g.Name));
    }

    private static ScriptedNet Attention(ScalarType type)
    {
        var model = new ScriptedNet(
            (layer, x) =>
            {
                var h = layer("b").call(layer("a").call(x).relu());
                var weights = h.matmul(h.transpose(1, 2)).to(float32).softmax(-1).to(type);
                return layer("c").call(weights.matmul(layer("d").call(x)));
            },
            ("a", Linear(4, 8)), ("b", Linear(8, 6)), ("d", Linear(4, 6)), ("c", Linear(6, 3)));
        model.to(type);
        return model;
    }

    private sealed class WeaklyCoupled : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> a = Conv(3, 16);
        private readonly Module<Tensor, Tensor> b = Conv(16, 16);
        private readonly Module<Tensor, Tensor> c = Conv(16, 3);
        private readonly Parameter? scale;
        private readonly double _strength;

        public WeaklyCoupled(double strength, bool hasTensorOfItsOwn)
            : base(nameof(WeaklyCoupled))
        {
            _strength = strength;
            scale = hasTensorOfItsOwn ? Parameter(linspace(0.5, 1.5, 16).reshape(1, 16, 1, 1)) : null;
            RegisterComponents();
            TrainedWeights.Give(this, seed: 5);
        }

        public override Tensor forward(Tensor x)
        {
            var h = b.call(a.call(x).relu()).relu();
            if (scale is not null) h = h * scale;
            // What the number of channels does to it: 1 with all of them.
            return c.call(_strength == 0 ? h : h * (1 + _strength * (1 - h.shape[1] / 16.0)));
        }
    }
}
