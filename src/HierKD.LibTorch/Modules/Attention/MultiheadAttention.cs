using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Attention in several heads over sequences that stand first: <c>[L, N, E]</c>. Its parameters have PyTorch's dotted names and are its own:
/// it has no submodule.
/// </summary>
public sealed class MultiheadAttention : nn.Module<Tensor, Tensor, Tensor, Tensor?, bool, Tensor?, Tuple<Tensor, Tensor>>
{
    private readonly long width;
    private readonly long heads;
    private readonly double dropout;

    internal MultiheadAttention(
        long embedded_dim, long num_heads, double dropout, bool bias, bool add_bias_kv, bool add_zero_attn, long kdim, long vdim)
        : base("torch::nn::MultiheadAttentionImpl")
    {
        if (num_heads <= 0 || embedded_dim % num_heads != 0)
        {
            throw new ArgumentException($"The width {embedded_dim} does not divide into {num_heads} heads.", nameof(num_heads));
        }

        // libtorch's layers of different versions disagree about these, so that there is nothing to agree with.
        if (add_bias_kv || add_zero_attn) throw new NotSupportedException("HierKD's engine has no attention with added keys and values (add_bias_kv, add_zero_attn).");

        width = embedded_dim;
        heads = num_heads;
        this.dropout = dropout;
        if (kdim == width && vdim == width)
        {
            Add("in_proj_weight", nn.init.xavier_uniform_(empty(3 * width, width)));
        }
        else
        {
            Add("q_proj_weight", nn.init.xavier_uniform_(empty(width, width)));
            Add("k_proj_weight", nn.init.xavier_uniform_(empty(width, kdim)));
            Add("v_proj_weight", nn.init.xavier_uniform_(empty(width, vdim)));
        }

        if (bias)
        {
            Add("in_proj_bias", zeros(3 * width));
        }

        Add("out_proj.weight", nn.init.kaiming_uniform_(empty(width, width), Math.Sqrt(5)));
        if (bias)
        {
            Add("out_proj.bias", zeros(width));
        }
    }

    /// <param name="query"><c>[L, N, E]</c>.</param>
    /// <param name="key"><c>[S, N, kdim]</c>.</param>
    /// <param name="value"><c>[S, N, vdim]</c>.</param>
    /// <param name="key_padding_mask"><c>[N, S]</c>: the keys that are true take no part.</param>
    /// <param name="need_weights">Whether the second result is wanted.</param>
    /// <param name="attn_mask">Not supported by this engine: libtorch's layers of different versions disagree about it.</param>
    /// <returns>The output <c>[L, N, E]</c>, and the weights averaged over the heads, <c>[N, L, S]</c>; an empty tensor object if they are not needed.</returns>
    public override Tuple<Tensor, Tensor> forward(
        Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask, bool need_weights, Tensor? attn_mask)
    {
        if (attn_mask is not null) throw new NotSupportedException("HierKD's engine has no attention with a mask of pairs (attn_mask).");
        ThrowUnlessFitting(query, key, value);
        using var scope = NewDisposeScope();
        var (length, batch) = (query.shape[0], query.shape[1]);
        var (q, k, v) = Project(query, key, value);
        q *= Math.Pow(width / heads, -0.5);
        (q, k, v) = (Split(q, batch), Split(k, batch), Split(v, batch));
        var scores = WithoutPadding(q.bmm(k.transpose(1, 2)), key_padding_mask, batch);
        var weights = nn.functional.dropout(scores.softmax(-1), dropout, training);
        var joined = weights.bmm(v).transpose(0, 1).contiguous().view(length, batch, width);
        var output = nn.functional.linear(joined, Own("out_proj.weight")!, Own("out_proj.bias")).MoveToOuterDisposeScope();
        var average = need_weights
            ? weights.view(batch, heads, length, -1).mean([1]).MoveToOuterDisposeScope()
            : new Tensor(0);
        return Tuple.Create(output, average);
    }

    /// <inheritdoc cref="forward"/>
    public new Tuple<Tensor, Tensor> call(
        Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask = null, bool need_weights = true, Tensor? attn_mask = null) =>
        base.call(query, key, value, key_padding_mask, need_weights, attn_mask);

    private void Add(string name, Tensor values) => register_parameter(name, nn.Parameter(values));

    private Parameter? Own(string name) => _internal_params.TryGetValue(name, out var parameter) ? parameter : null;

    private (Tensor, Tensor, Tensor) Project(Tensor query, Tensor key, Tensor value)
    {
        var weights = Own("in_proj_weight")?.chunk(3) ?? [Own("q_proj_weight")!, Own("k_proj_weight")!, Own("v_proj_weight")!];
        var biases = Own("in_proj_bias")?.chunk(3);
        return (nn.functional.linear(query, weights[0], biases?[0]),
            nn.functional.linear(key, weights[1], biases?[1]),
            nn.functional.linear(value, weights[2], biases?[2]));
    }

    // Scores [N * heads, L, S], with minus infinity at the keys that the mask [N, S] has true.
    private Tensor WithoutPadding(Tensor scores, Tensor? mask, long batch)
    {
        if (mask is null) return scores;
        var (length, keys) = (scores.shape[1], scores.shape[2]);
        if (!mask.shape.SequenceEqual([batch, keys]))
        {
            throw new ArgumentException($"The mask of keys is [{string.Join(", ", mask.shape)}], not [{batch}, {keys}].", nameof(mask));
        }

        return scores.view(batch, heads, length, keys)
            .masked_fill(mask.to(ScalarType.Bool).unsqueeze(1).unsqueeze(2), double.NegativeInfinity)
            .view(batch * heads, length, keys);
    }

    // From [L, N, E] to [N * heads, L, E / heads].
    private Tensor Split(Tensor x, long batch) => x.contiguous().view(-1, batch * heads, width / heads).transpose(0, 1);

    private void ThrowUnlessFitting(Tensor query, Tensor key, Tensor value)
    {
        if (query.ndim != 3 || query.shape[2] != width)
        {
            throw new ArgumentException($"The query is [{string.Join(", ", query.shape)}]; it needs three dimensions, the last of {width}.", nameof(query));
        }

        // libtorch's own layer makes this condition, so that its kdim and vdim have to be equal.
        if (!key.shape.SequenceEqual(value.shape))
        {
            throw new ArgumentException("The key and the value differ in shape.", nameof(value));
        }
    }
}
