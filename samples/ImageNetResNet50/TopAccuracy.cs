using HierKD;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNetResNet50;

/// <summary>How often the right class is the first, or among the first five.</summary>
/// <param name="Top1">Share of images whose class has the largest output.</param>
/// <param name="Top5">Share of images whose class is among the five largest outputs, or among all where there are fewer.</param>
/// <param name="Images">How many images there were.</param>
internal sealed record TopAccuracy(double Top1, double Top5, long Images)
{
    public static TopAccuracy Of(
        nn.Module<Tensor, Tensor> model, IEnumerable<PruningBatch> batches, Action<int>? batchDone = null,
        CancellationToken cancellation = default)
    {
        model.eval();
        var (first, five, all, done) = (0L, 0L, 0L, 0);
        foreach (var (x, y) in batches)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            var logits = model.call(x);
            var hits = logits.topk((int)Math.Min(5, logits.shape[1]), 1).indexes.eq(y.unsqueeze(1));
            first += hits.narrow(1, 0, 1).sum().ToInt64();
            five += hits.sum().ToInt64();
            all += y.shape[0];
            batchDone?.Invoke(++done);
        }
        return new TopAccuracy((double)first / all, (double)five / all, all);
    }

    /// <summary>As people write it.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"top-1 {100 * Top1:0.00} %, top-5 {100 * Top5:0.00} % of {Images} images");
}
