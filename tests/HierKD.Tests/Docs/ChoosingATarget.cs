using HierKD;
using static TorchSharp.torch;
using MyNet = HierKD.Tests.Run.TinyNet;

namespace Readme;

/// <summary>What docs/choosing-a-target.md shows.</summary>
internal static class ChoosingATarget
{
    public static PruningOptions[] Options()
    {
        #region measure
        // At most 20 % of the multiply-adds.
        var options = Recipe.Default() with { Chain = TeacherChain.Default(studentRatio: 0.8).Of(Measure.MultiplyAdds) };
        #endregion

        #region single
        var single = Recipe.SingleLevel() with { Chain = TeacherChain.Explicit(0.8).Of(Measure.MultiplyAdds) };
        single = single with { Training = single.Training with { LearningRate = 0.01 } };
        #endregion

        #region plan
        ChainPlan plan = TeacherChain.Plan(studentRatio: 0.9, largestGap: 2);   // the fewest levels with no gap above 2
        Console.WriteLine(plan);
        var planned = Recipe.Default() with { Chain = plan.Chain };
        #endregion

        #region rounded
        var rounded = options with { Pruner = Pruner.Rounded(Pruner.GlobalThreshold(), multiple: 8) };
        #endregion

        #region discovery
        // All filters of that layer stay.
        var careful = Recipe.Default(studentRatio: 0.6) with { Discovery = new() { ExcludedLayers = ["features.4"] } };
        #endregion

        return [options, single, planned, rounded, careful];
    }

    public static PruningOptions KeyPoints()
    {
        #region task
        // Key points: some of them far off, which is not to count for more than it is.
        var keyPoints = new PruningTask(
            loss: (output, y) => nn.functional.smooth_l1_loss(output, y),
            metric: (output, y) => (output - y).abs().lt(0.05).to(float32).mean().ToDouble(),
            metricName: "points found");
        var pose = Recipe.Default(studentRatio: 0.6) with { Task = keyPoints };
        #endregion
        return pose;
    }

    public static void Sequential(nn.Module<Tensor, Tensor> model, PruningData data)
    {
        #region sequential
        using PruningResult result = HierarchicalPruner.Run(model, data, Recipe.InTurn(studentRatio: 0.75, stages: 2));
        result.Save("quarter.hierkd");
        result.Save("half.hierkd", "largest");                  // what the first stage left
        using var small = SlimModel.Load("quarter.hierkd", () => new MyNet());
        #endregion
    }

    public static void Family(nn.Module<Tensor, Tensor> model, PruningData data)
    {
        #region family
        using PruningResult result = HierarchicalPruner.Run(model, data, Recipe.Family(0.8, 0.6, 0.4));
        foreach (var level in result.Levels) result.Save($"mynet-{level.Replace(' ', '-')}.hierkd", level);
        using var largest = result.Materialize("largest", () => new MyNet());
        #endregion
    }
}
