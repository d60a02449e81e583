using HierKD;
using TorchSharp;
using static TorchSharp.torch;

namespace Readme;

/// <summary>The program of docs/performance.md, in a method so that a test can run it.</summary>
internal static class WidthsByTime
{
    public static IReadOnlyList<WidthChoice> Run(nn.Module<Tensor, Tensor> model, PruningData data)
    {
        #region timed
        var options = Recipe.SingleLevel(studentRatio: 0.6);
        options = options with
        {
            Training = options.Training with { Joint = options.Training.Joint with { TimedWidths = new() } },
        };
        using PruningResult result = HierarchicalPruner.Run(model, data, options);
        foreach (WidthChoice choice in result.Report.Widths) Console.WriteLine(choice);    // what it brought
        #endregion
        return result.Report.Widths;
    }
}
