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
        ["softplus with a threshold"] = (m, x) =>
            nn.functional.softplus(m.layer.call(x) * 3, 2, 1) + nn.functional.softplus(x, 1, 0.5),
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
        ["slice assignment"] = (m, x) =>
        {
            var y = m.layer.call(x);
            y[TensorIndex.Ellipsis, TensorIndex.Slice(1, 5, 2)] = x[TensorIndex.Ellipsis, TensorIndex.Slice(0, 2)];
            y[TensorIndex.Colon, TensorIndex.Single(-1)] = x.select(1, 0) * 2;
            return y;
        },
        ["assignment of a number"] = (m, x) =>
        {
            var y = m.layer.call(x).view(-1, 2, 3);
            y[TensorIndex.Colon, TensorIndex.Single(0), TensorIndex.Slice(0, 2)] = tensor(0.25f);
            y.index_put_(3, TensorIndex.Ellipsis, TensorIndex.Slice(2));
            return y.flatten(1);
        },
        ["assignment by places"] = (m, x) =>
        {
            var y = m.layer.call(x);
            y[TensorIndex.Colon, TensorIndex.Tensor(tensor(new long[] { 4, 0, -3 }))] = x.narrow(1, 2, 3);
            var turned = y.t().contiguous();
            turned.index_put_(x.narrow(1, 0, 2).t(), [TensorIndex.Tensor(tensor(new long[] { 4, 1 }))], accumulate: true);
            return turned.t();
        },
        ["assignment to zeros"] = (m, x) =>
        {
            var wide = zeros(x.shape[0], 8);
            wide[TensorIndex.Colon, TensorIndex.Slice(1, 7)] = m.layer.call(x);
            return wide;
        },
        ["assignment where"] = (m, x) =>
        {
            var y = m.layer.call(x);
            y[y < 0] = tensor(0f);
            y.index_put_(1, TensorIndex.Tensor(x > 1));
            return y;
        },
        ["assignment to one place"] = (m, x) =>
        {
            var y = m.layer.call(x).t().contiguous();
            y[2] = x.select(1, 1);
            y[0] = tensor(0.5f);
            return y.t();
        },
        ["rare functions"] = (m, x) =>
        {
            var y = m.layer.call(x);
            var unit = y.sigmoid() * 0.9;
            return y.sinh() + y.cosh() + y.tan() * 1e-3 + unit.asin() + unit.acos() + y.atan() + y.exp2() + y.expm1() + (unit + 0.1).log2()
                + (unit + 0.1).log10() + (y * 3).trunc() + (y * 3).frac() + (y * 3).round() + y.sgn() + nn.functional.softshrink(y, 0.3)
                + nn.functional.hardshrink(y, 0.3) + nn.functional.threshold(y, 0.1, 20) + y.asinh() + unit.atanh();
        },
        ["questions"] = (m, x) =>
        {
            var y = (m.layer.call(x) - 0.1).log();
            return y.isnan().to_type(ScalarType.Float32) + y.isfinite().to_type(ScalarType.Float32) + (1 / (y * 0)).isinf() + x.gt(1).any()
                + x.gt(-9).all(1, true) + x.gt(0).any(1, true) + x.gt(0).logical_xor(x.gt(1));
        },
        ["remainders"] = (m, x) =>
        {
            var y = m.layer.call(x) * 4;
            var whole = (x * 9).to_type(ScalarType.Int64);
            var wholes = whole.remainder(4) + whole.floor_divide(tensor(3L)) + whole.fmod(5) + whole.div(tensor(4L), RoundingMode.floor);
            return y.remainder(1.5) + y.fmod(1.5) + y.floor_divide(tensor(0.7f)) + y.true_divide(tensor(3f)) + wholes
                + y.div(tensor(0.7f), RoundingMode.trunc) + whole.div(tensor(4L), RoundingMode.trunc);
        },
        ["several in one"] = (m, x) =>
        {
            var y = m.layer.call(x);
            return y.addcmul(x, y, 0.5) + y.addcdiv(x, y.abs() + 1, 2) + y.lerp(x, tensor(0.3f)) + m.layer.bias!.addmm(x, m.layer.weight)
                + addmm(y, x, m.layer.weight, 0.5f, 2f) + logaddexp(x, y) + y.hypot(x) + y.clamp(x - 1, x.abs())
                + nn.functional.cosine_similarity(x, y).unsqueeze(1) + nn.functional.pairwise_distance(x, y, keepdim: true);
        },
        ["more along axes"] = (m, x) =>
        {
            var y = m.layer.call(x);
            var (deviation, mean) = y.std_mean([1], keepdim: true);
            return y + x.prod(1, true) + y.logsumexp(1, true) + deviation - mean;
        },
        ["order"] = (m, x) => m.layer.call(x).sort(1, true).Values + x.argsort(1).to_type(ScalarType.Float32)
            + x.t().contiguous().sort(0).Values.t(),
        ["moved axes"] = (m, x) => m.layer.call(x).view(-1, 1, 2, 3).movedim([1, 3], [3, 1]).flatten(1).tile([1, 2]).narrow(1, 2, 6)
            + x.repeat_interleave(2, 1).tensor_split(2, 1)[1],
        ["triangles"] = (m, x) => bmm(m.layer.call(x).view(-1, 2, 3).transpose(1, 2), x.view(-1, 2, 3)).tril().flatten(1).narrow(1, 0, 6)
            + x.view(-1, 2, 3).triu(1).flatten(1),
        ["scatter"] = (m, x) =>
        {
            var places = x.argsort(1);
            return m.layer.call(x).scatter(1, places, x) + m.layer.call(x).scatter_add(1, places, x) + x.take_along_dim(places, 1);
        },
        ["copy and fill"] = (m, x) =>
        {
            var y = empty_like(x);
            y.copy_(m.layer.call(x).select(1, 0).unsqueeze(1));
            var z = m.layer.call(x);
            z.fill_(0.5);
            return y + z;
        },
        ["one hot"] = (m, x) => m.layer.call(x) + nn.functional.one_hot(x.argmax(1), 6),
        ["quotients of tenths"] = (m, x) =>
        {
            var tenths = (x * 10).round() / 10;
            return m.layer.call(x) + tenths.floor_divide(tensor(0.1f)) + tenths.div(tensor(0.1f), RoundingMode.floor)
                + tenths.remainder(0.25) + tenths.remainder(-0.25);
        },
        ["turned matrices"] = (m, x) => m.layer.call(x).view(-1, 2, 3).mT.flatten(1) + nn.functional.hardtanh(x, -0.3, 0.4),
        ["truth values as numbers"] = (m, x) =>
        {
            var (high, low) = (x > 0.5, x < 0);
            var both = (high | low) & ~(high & low) ^ x.gt(2);
            var chosen = where(both, high, low).masked_fill(x > 1, false);
            return m.layer.call(x) + (high * low).to_type(ScalarType.Float32) + (high + low) + high.gt(low) + both.max(1, true).values
                + chosen.to_type(ScalarType.Float32) + maximum(high, low);
        },
        ["whole numbers"] = (m, x) =>
        {
            var whole = (x * 9).to_type(ScalarType.Int64);
            var small = (x.abs() * 9).to_type(ScalarType.Byte);
            return m.layer.call(x) + whole.relu() + whole.floor() + where(x > 0, whole, whole * 2).to_type(ScalarType.Int16).neg()
                + (255 - small) + small.sum(1, true) + whole.masked_fill(x > 9, long.MaxValue).gt(long.MaxValue - 1);
        },
        ["comparison with a number of another type"] = (m, x) =>
            m.layer.call(x) + x.ge(tensor(0.1, dtype: ScalarType.Float64)) + x.to_type(ScalarType.Int64).eq(tensor(0.0)),
        ["small numbers"] = (m, x) => ((m.layer.call(x) * 1e-9).log1p() + (x * 1e-9).expm1()) * 1e9 + x.abs().log1p() + x.expm1(),
        ["rows without a key"] = (m, x) =>
        {
            var y = m.layer.call(x).view(-1, 3, 2);
            return nn.functional.scaled_dot_product_attention(y, y, y, x.view(-1, 3, 2).sum(2, true).gt(0).expand(-1, -1, 3)).flatten(1);
        },
        ["split and cat"] = (m, x) =>
        {
            var parts = m.layer.call(x).chunk(3, 1);
            var others = x.split([1, 5], 1);
            return cat(new List<Tensor> { parts[2], parts[0], others[1], others[0], parts[1] }, 1);
        },
        ["unbind and stack"] = (m, x) => stack(m.layer.call(x).unbind(1).Reverse().ToList(), 1) + stack([x, x], 2).sum(2),
        ["shapes"] = (m, x) => m.layer.call(x.view(-1, 2, 3).transpose(1, 2).reshape(x.shape[0], 6)).unflatten(1, [3, 2]).flatten(1),
        ["rows joined"] = (m, x) => m.layer.call(x).view(-1).view(-1, 3).relu().view(x.shape[0], 6),
        ["permute and flip"] = (m, x) => m.layer.call(x).view(-1, 1, 2, 3).permute(0, 3, 1, 2).flip(1, 3).flatten(1),
        ["repeat and expand"] = (m, x) => m.layer.call(x).unsqueeze(1).expand(-1, 4, -1).sum(1) + x.repeat(1, 2).narrow(1, 3, 6),
        ["expand by the batch"] = (m, x) => m.layer.weight.select(0, 0).unsqueeze(0).expand(x.shape[0], -1) + m.layer.call(x),
        ["zeros like the batch"] = (m, x) => cat(new List<Tensor> { zeros(x.shape[0], 2), m.layer.call(x), ones_like(x) }, 1),
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
