namespace HierKD.Onnx.Tests.Networks;

/// <summary>Forwards of all kinds, on one linear layer.</summary>
public class ForwardTests
{
    private static readonly Dictionary<string, Func<ForwardModule, Tensor, Tensor>> Forwards = new()
    {
        ["in place"] = (m, x) => m.layer.call(x).relu_().add_(x).mul_(0.5),
        ["in place through another handle"] = (m, x) =>
        {
            var y = m.layer.call(x);
            var same = y.alias();
            same.relu_();
            return y + same;
        },
        ["on the input itself"] = (m, x) => m.layer.call(x.relu_()),
        ["numbers"] = (m, x) => ((m.layer.call(x) * 2 + 1 - x) / 3).pow(2) + x.sub(1),
        ["alpha"] = (m, x) => x.add(m.layer.call(x), 0.25),
        ["other direction"] = (m, x) => 1 - m.layer.call(x).sigmoid(),
        ["clamp"] = (m, x) => m.layer.call(x).clamp(-0.5, 0.5) + x.clamp_min(0) + x.clamp_max(0.3),
        ["activations"] = (m, x) =>
        {
            var y = m.layer.call(x);
            return y.tanh() + y.silu() + y.hardswish() + y.hardsigmoid() + y.relu6() + y.selu() + y.gelu() + y.leaky_relu(0.1)
                + nn.functional.elu(y, 0.7) + nn.functional.softplus(y, 2) + nn.functional.mish(y) + nn.functional.logsigmoid(y);
        },
        ["elements"] = (m, x) =>
        {
            var y = m.layer.call(x);
            return (y.abs() + 1).log() + y.exp() + (y.square() + 1).sqrt() + (y.abs() + 1).rsqrt() - y + y.floor() + y.sin() + y.cos()
                + y.erf();
        },
        ["softmax"] = (m, x) => nn.functional.softmax(m.layer.call(x), -1) + nn.functional.log_softmax(x, 1),
        ["mean and sum"] = (m, x) => m.layer.call(x) - x.mean([1], keepdim: true) + x.sum(1, keepdim: true) + x.sum() + x.mean(),
        ["deviations"] = (m, x) =>
            m.layer.call(x) + x.std([1], unbiased: true, keepdim: true) + x.var([1], unbiased: false, keepdim: true),
        ["norms"] = (m, x) => m.layer.call(x) / (x.norm() + 1) + x.norm(1, true, 1) + x.abs().log1p(),
        ["sums so far"] = (m, x) => m.layer.call(x).cumsum(1) + x.roll(2, 1),
        ["largest"] = (m, x) => m.layer.call(x).topk(3, 1).values.repeat(1, 2) + x.max(1, true).values
            + m.layer.call(x).max(1, true).indexes.to_type(ScalarType.Float32),
        ["einsum"] = (m, x) => einsum("ni, oi -> no", x, m.layer.weight),
        ["over the batch"] = (m, x) => m.layer.call(x) - x.mean([0], keepdim: true),
        ["extremes"] = (m, x) =>
            m.layer.call(x) + x.amax([1], keepdim: true) - x.amin([1], keepdim: true) + maximum(x, -x) + minimum(x, -x),
        ["normalize"] = (m, x) => nn.functional.normalize(m.layer.call(x), dim: 1) + x.norm(1, true),
        ["where"] = (m, x) => where(x > 0, m.layer.call(x), x * 2) + x.masked_fill(x <= 0.1, -1),
        ["comparisons"] = (m, x) => m.layer.call(x) + (x.ge(0.5).logical_and(x.lt(1)).logical_not()).to_type(ScalarType.Float32),
        ["truth and numbers"] = (m, x) => m.layer.call(x) + x.gt(0).eq(2).to_type(ScalarType.Float32) + x.gt(0).sum(1, true),
        ["indices"] = (m, x) => m.layer.call(x)[TensorIndex.Colon, TensorIndex.Slice(1, -1, 2)] + x[.., ^1].unsqueeze(1)
            + x[TensorIndex.Ellipsis, 0, TensorIndex.None],
        ["slices"] = (m, x) => x.narrow(1, 1, 3) + m.layer.call(x).slice(1, 0, 6, 2) + x.select(1, -1).unsqueeze(-1),
        ["index tensor"] = (m, x) => m.layer.call(x)[TensorIndex.Colon, TensorIndex.Tensor(tensor(new long[] { 4, 0, 2, 1, 3, 5 }))]
            + x.index_select(1, tensor(new long[] { 5, 4, 3, 2, 1, 0 })),
        ["split and cat"] = (m, x) =>
        {
            var parts = m.layer.call(x).chunk(3, 1);
            var others = x.split([1, 5], 1);
            return cat([parts[2], parts[0], others[1], others[0], parts[1]], 1);
        },
        ["unbind and stack"] = (m, x) => stack(m.layer.call(x).unbind(1).Reverse().ToList(), 1) + stack([x, x], 2).sum(2),
        ["shapes"] = (m, x) => m.layer.call(x.view(-1, 2, 3).transpose(1, 2).reshape(x.shape[0], 6)).unflatten(1, [3, 2]).flatten(1),
        ["rows joined"] = (m, x) => m.layer.call(x).view(-1).view(-1, 3).relu().view(x.shape[0], 6),
        ["permute and flip"] = (m, x) => m.layer.call(x).view(-1, 1, 2, 3).permute(0, 3, 1, 2).flip(1, 3).flatten(1),
        ["repeat and expand"] = (m, x) => m.layer.call(x).unsqueeze(1).expand(-1, 4, -1).sum(1) + x.repeat(1, 2).narrow(1, 3, 6),
        ["expand by the batch"] = (m, x) => m.layer.weight.select(0, 0).unsqueeze(0).expand(x.shape[0], -1) + m.layer.call(x),
        ["zeros like the batch"] = (m, x) => cat([zeros(x.shape[0], 2), m.layer.call(x), ones_like(x)], 1),
        ["squeeze"] = (m, x) => m.layer.call(x.unsqueeze(1)).squeeze(1),
        ["products"] = (m, x) => x.unsqueeze(1).matmul(m.layer.weight).squeeze(1) + bmm(x.view(-1, 2, 3), x.view(-1, 3, 2)).sum(),
        ["attention"] = (m, x) =>
        {
            var y = m.layer.call(x).view(-1, 3, 2);
            return nn.functional.scaled_dot_product_attention(y, y, y, is_casual: true).flatten(1)
                + nn.functional.scaled_dot_product_attention(y, y, y).flatten(1);
        },
        ["dropout in evaluation"] = (m, x) => nn.functional.dropout(m.layer.call(x), 0.5, m.training),
        ["double inside"] = (m, x) => m.layer.call(x).to_type(ScalarType.Float64).exp_().sqrt().to_type(ScalarType.Float32) + x,
        ["not a number"] = (m, x) => (m.layer.call(x) - 0.1).sqrt().nan_to_num(0.5) + x,
        ["lambda with a captured tensor"] = Captured(),
        ["on another thread"] = (m, x) => Task.Run(() => m.layer.call(x).relu()).GetAwaiter().GetResult() + x,
        ["no gradient inside"] = (m, x) =>
        {
            using (no_grad()) return m.layer.call(x).detach();
        },
    };

    public static TheoryData<string> Names => [.. Forwards.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void OnnxRuntime_gives_the_same(string name)
    {
        random.manual_seed(5);
        using var scope = NewDisposeScope();
        using var model = new ForwardModule(Forwards[name]);
        Exported.Require(model, randn(2, 6));
    }

    private static Func<ForwardModule, Tensor, Tensor> Captured()
    {
        var captured = arange(6, dtype: ScalarType.Float32).DetachFromDisposeScope();
        var factor = 0.5;
        return (m, x) => m.layer.call(x) * captured + factor;
    }
}
