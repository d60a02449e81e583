using HierKD;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Readme;

/// <summary>What docs/choosing-a-target.md and docs/discovery.md show of parts of a model.</summary>
internal static class PartsOfAModel
{
    public static DiscoveryOptions Excluded()
    {
        #region exclude
        var discovery = new DiscoveryOptions
        {
            ExcludedLayers = ["classifier", "features.*.conv1"],           // a block, and a pattern
            ExcludeWhere = (path, module) => module is Conv2d { groups: > 1 },
        };
        #endregion
        return discovery;
    }

    public static PruningOptions Limited()
    {
        #region limits
        var limited = Recipe.Default(studentRatio: 0.4) with
        {
            Limits =
            [
                new PartLimit("features") { LargestRatio = 0.3 },       // at most 30 % of its filters go
                new PartLimit("features.7") { MinimumFilters = 6 },     // and this layer keeps 6
            ],
        };
        #endregion
        return limited;
    }

    public static PruningOptions Sensitive(nn.Module<Tensor, Tensor> model, PruningData data)
    {
        #region sensitivity
        SensitivityReport report = HierarchicalPruner.Sensitivity(model, data);
        Console.WriteLine(report);                                      // what is lost without 25, 50 and 75 % of each group
        report.SaveHtml("sensitivity.html");
        var options = Recipe.Default(studentRatio: 0.6) with { Pruner = report.ToPruner() };   // widths that follow it
        #endregion
        return options;
    }
}
