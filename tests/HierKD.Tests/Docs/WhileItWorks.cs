using HierKD;
using TorchSharp;
using static TorchSharp.torch;

namespace Readme;

/// <summary>Progress and Ctrl+C of docs/getting-started.md, in a method so that a test can run it.</summary>
internal static class WhileItWorks
{
    public static FilterMask Run(nn.Module<Tensor, Tensor> model, PruningData data, PruningOptions options)
    {
        #region progress
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };   // Run throws OperationCanceledException

        var progress = new Progress<PruningProgress>(p =>
        {
            if (p.Metrics.Count > 0) Console.WriteLine($"{p.Phase}, epoch {p.Epoch} of {p.Epochs}: student {p.Metrics[0].Metric:0.000}");
        });
        using PruningResult result = HierarchicalPruner.Run(model, data, options, progress, cancellationToken: stop.Token);
        #endregion
        return result.Mask();
    }
}
