using static TorchSharp.torch.nn;

namespace HierKD.LibTorch.Tests.Autograd;

/// <summary>Operators and layers against finite differences.</summary>
public sealed class GradientTests : ScopedTest
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Pointwise = new()
    {
        ["abs"] = x => x.abs(),
        ["neg"] = x => -x,
        ["exp"] = x => x.exp(),
        ["log"] = x => x.log(),
        ["sqrt"] = x => x.sqrt(),
        ["rsqrt"] = x => x.rsqrt(),
        ["square"] = x => x.square(),
        ["pow"] = x => x.pow(2.5),
        ["reciprocal"] = x => 1 / x,
        ["sigmoid"] = x => x.sigmoid(),
        ["tanh"] = x => x.tanh(),
        ["clamp"] = x => x.clamp(0.4, 1.2),
        ["polynomial"] = x => (2 * x) + (x / 3) - (x * x) - 1,
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Shaping = new()
    {
        ["sum"] = x => x.sum(),
        ["mean"] = x => x.mean(),
        ["sum over 1"] = x => x.sum(1),
        ["mean over 0, 2"] = x => x.mean([0, 2]),
        ["max over 1"] = x => x.max(1).values,
        ["amount above"] = x => (x - 0.5).relu(),
        ["permute"] = x => x.permute(2, 0, 1),
        ["transpose"] = x => x.transpose(0, 2),
        ["reshape"] = x => x.reshape(4, 3),
        ["flatten"] = x => x.flatten(1),
        ["unsqueeze and expand"] = x => x.unsqueeze(1).expand(2, 4, 3, 2),
        ["narrow"] = x => x.narrow(1, 1, 2),
        ["select"] = x => x.select(2, 1),
        ["cat"] = x => cat(new List<Tensor> { x, x * 2 }, 1),
        ["stack"] = x => stack([x, x.square()], 0),
        ["split"] = x => x.split([1, 2], 1)[1],
        ["chunk"] = x => x.chunk(2, 2)[0],
        ["where"] = x => where(x.gt(0.8), x * 2, x * 5),
        ["broadcast"] = x => x * x.mean([0, 2], keepdim: true),
        ["index"] = x => x[TensorIndex.Slice(0, 1), TensorIndex.Colon, TensorIndex.Single(1)],
    };

    public static TheoryData<string> PointwiseNames => [.. Pointwise.Keys];

    public static TheoryData<string> ShapingNames => [.. Shaping.Keys];

    [Theory]
    [MemberData(nameof(PointwiseNames))]
    public void Pointwise_operators(string name) =>
        FiniteDifferences.Check(t => Pointwise[name](t[0]), tensor(new[] { 0.31, 0.77, 1.05, 1.63, 2.2 }));

    [Theory]
    [MemberData(nameof(ShapingNames))]
    public void Reductions_and_views(string name) =>
        FiniteDifferences.Check(t => Shaping[name](t[0]), tensor(Enumerable.Range(0, 12).Select(i => 0.1 + (i * 7 % 12 * 0.13)).ToArray(), [2, 3, 2]));

    [Fact]
    public void Two_inputs_that_broadcast()
    {
        FiniteDifferences.Check(
            t => ((t[0] + t[1]) * t[1]) - (t[0] / t[1]),
            tensor(new[] { 0.5, -1.5, 2.5, 0.1, 0.2, 0.3 }, [2, 3]),
            tensor(new[] { 1.5, 0.7, -0.8 }));
        FiniteDifferences.Check(
            t => maximum(t[0], t[1]) + minimum(t[0], t[1]).mul(3),
            tensor(new[] { 0.5, -1.5, 2.5 }),
            tensor(new[] { 1.5, -2.7, 0.8 }));
    }

    [Fact]
    public void A_convolution_block_in_training()
    {
        manual_seed(11);
        FiniteDifferences.Check(
            t =>
            {
                var mean = zeros(3, dtype: ScalarType.Float64);
                var variance = ones(3, dtype: ScalarType.Float64);
                var y = functional.conv2d(t[0], t[1], t[2], padding: [1, 1]);
                y = functional.batch_norm(y, mean, variance, t[3], t[4], training: true);
                y = functional.silu(y);
                return functional.avg_pool2d(y, 2);
            },
            randn(2, 2, 4, 4, dtype: ScalarType.Float64),
            randn(3, 2, 3, 3, dtype: ScalarType.Float64),
            randn(3, dtype: ScalarType.Float64),
            randn(3, dtype: ScalarType.Float64),
            randn(3, dtype: ScalarType.Float64));
    }

    [Fact]
    public void A_distillation_loss()
    {
        var teacher = tensor(new[] { 2.0, -1.0, 0.3, 0.1, 0.2, 1.4 }, [2, 3]);
        FiniteDifferences.Check(
            t => functional.kl_div(functional.log_softmax(t[0] / 4, 1), functional.log_softmax(teacher / 4, 1), reduction: Reduction.Sum) * 16 / 2,
            tensor(new[] { 0.5, 0.2, -0.9, 1.0, -0.3, 0.6 }, [2, 3]));
    }
}
