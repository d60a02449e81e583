using HierKD;
using TorchSharp;
using static TorchSharp.torch;

namespace Readme;

/// <summary>The program of docs/performance.md, in a method so that a test can run it.</summary>
internal static class FastestComputation
{
    public static ComputationChoice? Run(nn.Module<Tensor, Tensor> model, PruningData data)
    {
        #region fastest
        var options = Recipe.Default(studentRatio: 0.6) with
        {
            MemoryFormat = MemoryFormat.Fastest,
            Precision = ComputePrecision.Fastest,
        };
        using PruningResult result = HierarchicalPruner.Run(model, data, options);
        Console.WriteLine(result.Report.Computation);    // what was taken, why, and what each took
        #endregion
        return result.Report.Computation;
    }
}
