namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Each query's average of the values, weighted by how well their keys match it.</summary>
            /// <param name="query"><c>[N, ..., L, E]</c>.</param>
            /// <param name="key"><c>[N, ..., S, E]</c>.</param>
            /// <param name="value"><c>[N, ..., S, V]</c>.</param>
            /// <param name="attn_mask"><c>[N, ..., L, S]</c>: what is false takes no part; numbers are added to the scores.</param>
            /// <param name="p">The share of the weights that are dropped.</param>
            /// <param name="is_casual">Whether a query sees only the keys up to its own position.</param>
            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0.0, bool is_casual = false)
            {
                if (p < 0)
                {
                    throw new ArgumentException("A share is not negative.", nameof(p));
                }

                if (is_casual && attn_mask is not null)
                {
                    throw new ArgumentException("Causal attention takes no mask.", nameof(attn_mask));
                }

                using var scope = NewDisposeScope();
                var scores = (query / Math.Sqrt(query.shape[^1])).matmul(key.transpose(-2, -1));
                var mask = is_casual
                    ? ones([query.shape[^2], key.shape[^2]], ScalarType.Bool, query.device).tril()
                    : attn_mask;
                if (mask is not null)
                {
                    scores = mask.dtype == ScalarType.Bool ? scores.masked_fill(mask.logical_not(), double.NegativeInfinity) : scores + mask;
                }

                return dropout(scores.softmax(-1), p).matmul(value).MoveToOuterDisposeScope();
            }
        }
    }
}
