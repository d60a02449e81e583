using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Samples;

/// <summary>What a model answers on a whole set, read once.</summary>
/// <param name="Accuracy">The share of right answers.</param>
/// <param name="Bits">Every logit's bits.</param>
internal sealed record Answers(double Accuracy, byte[] Bits)
{
    public static Answers Of(nn.Module<Tensor, Tensor> model, IEnumerable<PruningBatch> batches)
    {
        model.eval();
        var (right, all) = (0L, 0L);
        List<byte> bits = [];
        foreach (var (x, y) in batches)
        {
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            var logits = model.call(x);
            right += logits.argmax(1).eq(y).sum().ToInt64();
            all += y.shape[0];
            bits.AddRange(logits.cpu().bytes);
        }
        return new Answers((double)right / all, [.. bits]);
    }
}
